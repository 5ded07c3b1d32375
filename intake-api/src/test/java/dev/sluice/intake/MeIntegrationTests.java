package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.stream.AppendCall;
import dev.sluice.contract.stream.ShardKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The caller's own reservations and requests. */
class MeIntegrationTests {

  private static final String ONE_SEAT = "{\"seats\":[\"A-1-1\"]}";

  private final Intake intake = Intake.shared();
  private final UUID session = TestSessions.aSession(2);
  private final UUID elsewhere = TestSessions.aSession(3);

  /** Nobody else's things are the caller's. */
  private final String customer = "me-" + UUID.randomUUID();

  private final Client me = intake.as(customer);

  private UUID reserve(UUID where, String seat) {
    UUID id = UUID.randomUUID();
    me.reserve(where, id, "{\"seats\":[\"" + seat + "\"]}").expect(202);
    return id;
  }

  @Test
  void listsReservationsPageByPage() {
    try (FakeDrain drain = FakeDrain.of(2);
        FakeDrain drainElsewhere = FakeDrain.of(3)) {
      var expected = new ArrayList<String>();
      for (int i = 1; i <= 4; i++) {
        expected.add(reserve(session, "A-1-" + i).toString());
      }
      expected.add(reserve(elsewhere, "B-1-1").toString());
      drain.drain();
      drainElsewhere.drain();
      UUID cancelled = UUID.fromString(expected.getFirst());
      me.delete(Client.path(session) + "/" + cancelled).expect(202);
      drain.drain();
      // The stand-in's holds end at once, so the database says held and the clock says dead.
      TestSessions.jdbc()
          .sql(
              "UPDATE reservation SET hold_expires_at = '2030-01-01' WHERE session_id = ? AND id <>"
                  + " ?")
          .params(Uuids.toBytes(session), Uuids.toBytes(UUID.fromString(expected.get(1))))
          .update();
      var seen = new ArrayList<JsonNode>();
      String cursor = "";
      do {
        JsonNode page = me.get("/v1/me/reservations?limit=2" + cursor).expect(200).json();
        page.path("reservations").forEach(seen::add);
        if (cursor.isEmpty()) {
          // What is granted meanwhile moves nothing from one page to the next.
          reserve(session, "A-2-1");
          drain.drain();
        }
        String next = page.path("next").asString("");
        cursor = next.isEmpty() ? "" : "&cursor=" + next;
      } while (!cursor.isEmpty());
      assertThat(seen.stream().map(each -> each.path("id").asString()))
          .containsExactlyInAnyOrderElementsOf(expected);
      // The newest first; those of one slice are as new as each other.
      assertThat(seen.getFirst().path("id").asString()).isEqualTo(expected.getLast());
      assertThat(seen.stream().map(each -> each.path("decidedAt").asString()))
          .isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(status(seen, expected.get(0))).isEqualTo("CANCELLED");
      assertThat(status(seen, expected.get(1))).isEqualTo("EXPIRED");
      assertThat(status(seen, expected.get(2))).isEqualTo("HELD");
      assertThat(
              seen.stream()
                  .filter(each -> each.path("id").asString().equals(expected.get(4)))
                  .map(each -> each.path("seats").path(0).asString()))
          .containsExactly("B-1-1");
      assertThat(
              intake.as("stranger").get("/v1/me/reservations").json().path("reservations").size())
          .isZero();
    }
  }

  @Test
  void refusesPagesThatAreNone() {
    me.get("/v1/me/reservations?limit=0").expectProblem(400, "invalid-request");
    for (String bad :
        List.of(
            "x", "x_y", "1_" + session + "_", session + "_" + session, "9".repeat(16) + "_a_b")) {
      me.get("/v1/me/reservations?cursor=" + bad)
          .expectProblem(400, "invalid-request")
          .expectError("cursor");
    }
  }

  @Test
  void listsRecentRequestsWithTheirStates() throws InterruptedException {
    try (FakeDrain drain = FakeDrain.of(2);
        FakeDrain drainElsewhere = FakeDrain.of(3)) {
      assertThat(me.get("/v1/me/requests").expect(200).json().path("requests").size()).isZero();
      UUID granted = reserve(session, "A-1-1");
      UUID rejected = reserve(session, "A-1-1");
      drain.drain();
      UUID queued = reserve(elsewhere, "A-1-1");
      Eventually.holds(
          () -> {
            List<String> states = requests();
            assertThat(states)
                .containsExactly(queued + " QUEUED", rejected + " REJECTED", granted + " GRANTED");
          });
      assertThat(intake.as("stranger").get("/v1/me/requests").json().path("requests").valueStream())
          .noneMatch(each -> each.path("id").asString().equals(granted.toString()));
      drainElsewhere.drain();
    }
  }

  /** Seen to fail: what was queued stood before all that was decided, whenever it came. */
  @Test
  void listsRequestsByWhenTheyCame() throws InterruptedException {
    try (FakeDrain drain = FakeDrain.of(2);
        FakeDrain drainElsewhere = FakeDrain.of(3)) {
      UUID first = reserve(elsewhere, "A-1-1");
      UUID second = reserve(session, "A-1-1");
      UUID third = reserve(elsewhere, "A-1-2");
      UUID fourth = reserve(session, "A-1-2");
      drain.drain();
      List<String> inOrder =
          List.of(fourth + " GRANTED", third + " QUEUED", second + " GRANTED", first + " QUEUED");
      Eventually.holds(() -> assertThat(requests()).isEqualTo(inOrder));
      drainElsewhere.drain();
      Eventually.holds(
          () ->
              assertThat(requests())
                  .isEqualTo(
                      inOrder.stream().map(each -> each.replace("QUEUED", "GRANTED")).toList()));
    }
  }

  /**
   * Found from outside: neither list gave a note back. A replica that accepted none of it reads it
   * in the slices and in the stream.
   */
  @Test
  void givesBackTheNotes() throws InterruptedException {
    try (FakeDrain drain = FakeDrain.of(2);
        FakeDrain drainElsewhere = FakeDrain.of(3);
        Intake other = Intake.start()) {
      UUID first = reserve(session, "A-1-1", "order 1 😀");
      UUID second = reserve(session, "A-1-2", "order 2");
      UUID plain = reserve(session, "A-1-3");
      drain.drain();
      UUID third = reserve(session, "A-1-4", "order 3");
      me.delete(Client.path(session) + "/" + second).expect(202);
      drain.drain();
      UUID fourth = reserve(elsewhere, "A-1-1", "order 4");
      drainElsewhere.drain();
      List<String> granted =
          List.of(
              fourth + " order 4",
              third + " order 3",
              first + " order 1 😀",
              second + " order 2",
              plain + " ");
      UUID queued = reserve(elsewhere, "A-1-2", "order 5");
      for (Client client : List.of(me, other.as(customer))) {
        // The second time from memory.
        for (int i = 0; i < 2; i++) {
          assertThat(notes(client, "reservations"))
              .containsExactlyInAnyOrderElementsOf(granted)
              .doesNotContain(queued + " order 5");
        }
        Eventually.holds(
            () ->
                assertThat(notes(client, "requests"))
                    .containsAll(granted)
                    .contains(queued + " order 5"));
      }
      drainElsewhere.drain();
    }
  }

  private static List<String> notes(Client client, String list) {
    return client
        .get("/v1/me/" + list)
        .expect(200)
        .json()
        .path(list)
        .valueStream()
        .map(each -> each.path("id").asString() + " " + each.path("reference").asString(""))
        .toList();
  }

  private UUID reserve(UUID where, String seat, String reference) {
    UUID id = UUID.randomUUID();
    me.reserve(where, id, "{\"seats\":[\"%s\"],\"reference\":\"%s\"}".formatted(seat, reference))
        .expect(202);
    return id;
  }

  private List<String> requests() {
    return me.get("/v1/me/requests")
        .expect(200)
        .json()
        .path("requests")
        .valueStream()
        .map(each -> each.path("id").asString() + " " + each.path("state").asString())
        .toList();
  }

  /** Seen to fail: a list more for each customer, however little memory was left. */
  @Test
  void listsNoMoreRequestsWhenMemoryRunsLow() throws InterruptedException {
    var keys = new ShardKeys(2);
    try (FakeDrain drain = FakeDrain.of(2);
        Intake low = Intake.start("sluice.intake.backlog.recent-share-max=0")) {
      UUID listed = reserve(session, "A-1-1");
      assertThat(me.get("/v1/me/requests").json().path("complete").asBoolean()).isTrue();
      try {
        Eventually.holds(
            () -> {
              low.as("first").reserve(session, ONE_SEAT).expect(202);
              assertThat(drain.redis().exists(keys.recentLeftOut())).isEqualTo(1);
            });
        List<String> lists = drain.redis().keys("{s2}:recents:*");
        UUID unlisted = UUID.randomUUID();
        low.as(customer).reserve(session, unlisted, ONE_SEAT).expect(202);
        for (int i = 0; i < 20; i++) {
          low.as("new-" + i + unlisted).reserve(session, ONE_SEAT).expect(202);
        }
        assertThat(drain.redis().keys("{s2}:recents:*")).containsExactlyInAnyOrderElementsOf(lists);
        assertThat(drain.redis().keys("{s2}:counted:*"))
            .hasSizeGreaterThan(20)
            .allSatisfy(
                list ->
                    assertThat(drain.redis().pttl(list))
                        .isLessThanOrEqualTo(AppendCall.COUNTED_FOR.toMillis())
                        .isNotEqualTo(-1));
        assertThat(
                low.as(customer)
                    .reserve(session, unlisted, ONE_SEAT)
                    .expect(202)
                    .header("Idempotent-Replayed"))
            .isEqualTo("true");
        drain.drain();
        assertThat(
                low.as(customer)
                    .get(Client.path(session, unlisted), "Prefer", "wait=10")
                    .expect(200)
                    .text("state"))
            .isEqualTo("REJECTED");
        Eventually.holds(() -> assertThat(requests()).containsExactly(listed + " GRANTED"));
        assertThat(me.get("/v1/me/requests").json().path("complete").asBoolean()).isFalse();
      } finally {
        drain.redis().del(keys.recentLeftOut());
      }
    }
  }

  @Test
  void keepsTheFiftyLatestOnly() {
    try (FakeDrain drain = FakeDrain.of(2)) {
      UUID last = session;
      for (int i = 0; i < 120; i++) {
        last = reserve(session, "A-1-1");
      }
      JsonNode requests = me.get("/v1/me/requests").expect(200).json().path("requests");
      assertThat(requests.size()).isEqualTo(50);
      assertThat(requests.path(0).path("id").asString()).isEqualTo(last.toString());
      drain.drain();
    }
  }

  private static String status(List<JsonNode> reservations, String id) {
    return reservations.stream()
        .filter(each -> each.path("id").asString().equals(id))
        .map(each -> each.path("status").asString())
        .findFirst()
        .orElse("");
  }
}
