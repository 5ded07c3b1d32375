package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sluice.contract.stream.IdMemory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request a call: what is accepted, what is refused, and that repeating is harmless. */
class SubmissionIntegrationTests {

  private static final String ONE_SEAT = "{\"seats\":[\"A-1-1\"]}";

  private final Intake intake = Intake.shared();
  private final UUID session = TestSessions.aSession(0);
  private final Client ann = intake.as("ann");

  @Test
  void acceptsAndDecides() {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.randomUUID();
      Answer accepted = ann.reserve(session, id, ONE_SEAT).expect(202);
      assertThat(accepted.header("Location")).isEqualTo(Client.path(session, id));
      assertThat(accepted.header("Retry-After")).isEqualTo("1");
      assertThat(accepted.header("Idempotent-Replayed")).isEmpty();
      // Sent at once: a chunked answer costs a second call of the system.
      assertThat(accepted.header("Content-Length")).isNotEmpty();
      assertThat(accepted.header("Transfer-Encoding")).isEmpty();
      assertThat(accepted.text("id")).isEqualTo(id.toString());
      assertThat(accepted.text("session")).isEqualTo(session.toString());
      assertThat(accepted.text("state")).isEqualTo("QUEUED");
      assertThat(accepted.json().path("place").asInt()).isPositive();
      Answer queued = ann.get(Client.path(session, id)).expect(200);
      assertThat(queued.text("state")).isEqualTo("QUEUED");
      drain.drain();
      Answer decided = ann.get(Client.path(session, id), "Prefer", "wait=5").expect(200);
      assertThat(decided.text("state")).isEqualTo("GRANTED");
      assertThat(decided.header("Preference-Applied")).isEqualTo("wait=5");
      assertThat(decided.json().path("outcome").path("seats").path(0).asString())
          .isEqualTo("A-1-1");
      assertThat(decided.json().path("decided").path("number").asLong()).isPositive();
      assertThat(decided.text("message")).contains("held");
    }
  }

  @Test
  void makesAnIdThatSortsByTimeWhereNoneIsGiven() {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.fromString(ann.reserve(session, ONE_SEAT).expect(202).text("id"));
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      drain.drain();
    }
  }

  /** It was queued, and then answered 406. */
  @Test
  void queuesNothingForWhomItCannotAnswer() {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.randomUUID();
      ann.reserve(session, ONE_SEAT, "Idempotency-Key", id.toString(), "Accept", "text/csv")
          .expectProblem(406, "not-acceptable");
      ann.get(Client.path(session, id)).expectProblem(404, "unknown-request");
      assertThat(drain.waiting()).isEmpty();
    }
  }

  @Test
  void cancelsLikeItReserves() {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.randomUUID();
      ann.reserve(session, id, "{\"seats\":[\"A-1-1\",\"A-1-2\"]}").expect(202);
      drain.drain();
      String path = Client.path(session) + "/" + id;
      Answer some = ann.delete(path + "?seats=A-1-1").expect(202);
      Answer all = ann.delete(path).expect(202);
      assertThat(all.text("id")).isNotEqualTo(id.toString()).isNotEqualTo(some.text("id"));
      drain.drain();
      Answer decided = ann.get(some.header("Location"), "Prefer", "wait=10").expect(200);
      assertThat(decided.text("state")).isEqualTo("GRANTED");
      assertThat(decided.json().path("outcome").path("type").asString()).isEqualTo("CANCELLED");
      assertThat(decided.json().path("outcome").path("seats").valueStream().toList()).hasSize(1);
    }
  }

  @Test
  void doesNotCancelAllWhereTheListOfSeatsIsEmpty() {
    String path = Client.path(session) + "/" + UUID.randomUUID();
    ann.delete(path + "?seats=").expectProblem(400, "invalid-request").expectError("seats[0]");
    ann.delete(path + "?seats=A-1-1,").expectProblem(400, "invalid-request");
    ann.delete(path + "?seats=A-1-1,A-1-1")
        .expectProblem(400, "invalid-request")
        .expectError("seats[1]");
    ann.delete(Client.path(session) + "/no-uuid").expectProblem(404, "not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                        | seats
          {"seats":[]}                                                              | seats
          {"seats":["A1","A2","A3","A4","A5","A6","A7","A8","A9"]}                  | seats
          {"seats":["A-1-1","A-1-1"]}                                               | seats[1]
          {"seats":["A 1"]}                                                         | seats[0]
          {"seats":"A-1-1"}                                                         | seats
          {"seats":[1]}                                                             | seats[0]
          {"seats":null}                                                            | seats
          {"seats":["A-1-1"],"colour":"red"}                                        | colour
          {"seats":["A-1-1"],"seats":["A-1-2"]}                                     | seats
          {"seats":["A-1-1"],"quantity":1}                                          | quantity
          {"seats":["A-1-1"],"reservation":"0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77"}  | reservation
          {"grades":["GOLD"]}                                                       | quantity
          {"grades":["GOLD"],"quantity":0}                                          | quantity
          {"grades":["GOLD"],"quantity":9}                                          | quantity
          {"grades":["GOLD"],"quantity":1.5}                                        | quantity
          {"grades":["GOLD"],"quantity":"2"}                                        | quantity
          {"grades":["GOLD"],"quantity":99999999999999999999}                       | quantity
          {"grades":["GOLD"],"quantity":2,"minimum":3}                              | minimum
          {"grades":["GOLD"],"quantity":2,"adjacent":"yes"}                         | adjacent
          {"grades":["GOLD","GOLD"],"quantity":2}                                   | grades[1]
          {"seats":["A-1-1"],"reference":7}                                         | reference
          {"seats":["A-1-1"],"reference":"\\ud83d"}                                 | reference
          {"seats":["A-1-1"],"reference":"\\u0000"}                                 | reference
          {"seats":["A-1-1"],"\\ud83d":1}                                           | ''
          []                                                                        | ''
          "text"                                                                    | ''
          {"seats":["A-1-1"]} {}                                                    | ''
          {"seats":["A-1-1"                                                         | ''
          {"seats":["A-1-1"],}                                                      | ''
          not json                                                                  | ''
          """)
  void refusesWhatIsNoRequest(String body, String field) {
    ann.reserve(session, body).expectProblem(400, "invalid-request").expectError(field);
  }

  @Test
  void refusesEmptyBodies() {
    ann.reserve(session, "").expectProblem(400, "invalid-request");
    ann.reserve(session, "  ").expectProblem(400, "invalid-request");
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    ann.reserve(session, "{\"grades\":[\"a b\"],\"quantity\":77,\"colour\":1}")
        .expectProblem(400, "invalid-request")
        .expectError("grades[0]")
        .expectError("quantity")
        .expectError("colour");
  }

  @Test
  void refusesDeepJson() {
    String deep = "{\"seats\":" + "[".repeat(500) + "]".repeat(500) + "}";
    ann.reserve(session, deep).expectProblem(400, "invalid-request");
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] halfOfAPair =
        "{\"seats\":[\"A-1-1\"],\"reference\":\"XXX\"}".getBytes(StandardCharsets.UTF_8);
    int at = new String(halfOfAPair, StandardCharsets.UTF_8).indexOf("XXX");
    halfOfAPair[at] = (byte) 0xED;
    halfOfAPair[at + 1] = (byte) 0xA0;
    halfOfAPair[at + 2] = (byte) 0x80;
    ann.post(Client.path(session), "application/json", halfOfAPair)
        .expectProblem(400, "invalid-request");
    halfOfAPair[at] = (byte) 0xFF;
    ann.post(Client.path(session), "application/json", halfOfAPair)
        .expectProblem(400, "invalid-request");
  }

  @Test
  void refusesLargeBodies() {
    String large = "{\"seats\":[\"A-1-1\"],\"reference\":\"" + "x".repeat(17 * 1024) + "\"}";
    ann.reserve(session, large).expectProblem(413, "too-large");
  }

  @Test
  void refusesOtherMediaTypes() {
    byte[] body = ONE_SEAT.getBytes(StandardCharsets.UTF_8);
    ann.post(Client.path(session), "text/plain", body).expectProblem(415, "unsupported-media-type");
    ann.post(Client.path(session), "application/xml", body)
        .expectProblem(415, "unsupported-media-type");
  }

  @Test
  void refusesUnknownSessionsAndAddresses() {
    ann.reserve(UUID.randomUUID(), ONE_SEAT).expectProblem(404, "unknown-session");
    ann.post(
            "/v1/sessions/none/reservations",
            "application/json",
            ONE_SEAT.getBytes(StandardCharsets.UTF_8))
        .expectProblem(404, "unknown-session");
    ann.get("/v1/nothing").expectProblem(404, "not-found");
    ann.get("/v2").expectProblem(404, "not-found");
    ann.method("PUT", Client.path(session)).expectProblem(405, "method-not-allowed");
    ann.get(Client.path(session)).expectProblem(405, "method-not-allowed");
  }

  @Test
  void refusesKeysThatAreNoUuid() {
    ann.reserve(session, ONE_SEAT, "Idempotency-Key", "abc")
        .expectProblem(400, "invalid-request")
        .expectError("Idempotency-Key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quote \\\" backslash \\\\ slash \\/ tab \\t newline \\n",
        "Привет, 世界 😀 \\ud83d\\ude00",
        "'; DROP TABLE seat; --",
        "\\u2028\\u0001\\u007f"
      })
  void carriesAnyText(String reference) {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.randomUUID();
      ann.reserve(session, id, "{\"seats\":[\"A-2-1\"],\"reference\":\"" + reference + "\"}")
          .expect(202);
      drain.drain();
      assertThat(ann.get(Client.path(session, id), "Prefer", "wait=10").expect(200).text("state"))
          .isEqualTo("GRANTED");
    }
  }

  @Test
  void answersARepeatAsTheFirstTime() {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.randomUUID();
      Answer first = ann.reserve(session, id, ONE_SEAT).expect(202);
      Answer second = ann.reserve(session, id, "{ \"seats\" : [ \"A-1-1\" ] }").expect(202);
      assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
      assertThat(second.json()).isEqualTo(first.json());
      assertThat(second.header("Location")).isEqualTo(first.header("Location"));
      drain.drain();
      Answer third = ann.reserve(session, id, ONE_SEAT).expect(202);
      assertThat(third.json()).isEqualTo(first.json());
      assertThat(drain.waiting()).isEmpty();
    }
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherRequest() {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.randomUUID();
      ann.reserve(session, id, ONE_SEAT).expect(202);
      ann.reserve(session, id, "{\"seats\":[\"A-1-2\"]}").expectProblem(422, "id-reused");
      intake.as("bob").reserve(session, id, ONE_SEAT).expectProblem(422, "id-reused");
      ann.delete(Client.path(session) + "/" + id, "Idempotency-Key", id.toString())
          .expectProblem(422, "id-reused");
      assertThat(drain.waiting()).hasSize(1);
      // Ids are scoped to a session: in another one it is another request.
      ann.reserve(TestSessions.aSession(0), id, ONE_SEAT).expect(202);
      assertThat(drain.waiting()).hasSize(2);
      drain.drain();
    }
  }

  @Test
  void queuesOnceWhatIsPostedFiftyTimesAtOnce() throws Exception {
    try (FakeDrain drain = FakeDrain.of(0);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      UUID id = UUID.randomUUID();
      List<Future<Answer>> answers =
          IntStream.range(0, 50)
              .mapToObj(i -> threads.submit(() -> ann.reserve(session, id, ONE_SEAT)))
              .toList();
      int replayed = 0;
      for (Future<Answer> answer : answers) {
        replayed += answer.get().expect(202).header("Idempotent-Replayed").isEmpty() ? 0 : 1;
      }
      assertThat(replayed).isEqualTo(49);
      assertThat(drain.waiting()).hasSize(1);
      drain.drain();
    }
  }

  @Test
  void needsAValidToken() {
    JWTClaimsSet good = Tokens.claims("ann", "reserve").build();
    var bad =
        List.of(
            "",
            "nonsense",
            Tokens.signed(
                new JWTClaimsSet.Builder(good)
                    .expirationTime(Date.from(Instant.now().minusSeconds(600)))
                    .build()),
            Tokens.signed(new JWTClaimsSet.Builder(good).expirationTime(null).build()),
            Tokens.signed(new JWTClaimsSet.Builder(good).issuer("https://else.where").build()),
            Tokens.signed(new JWTClaimsSet.Builder(good).audience("another").build()),
            Tokens.signed(new JWTClaimsSet.Builder(good).subject(null).build()),
            Tokens.signed(good, "another-secret-with-enough-bytes-in-it-too", JWSAlgorithm.HS256),
            Tokens.signed(good, Tokens.SECRET.repeat(2), JWSAlgorithm.HS512),
            Tokens.unsigned(good));
    for (String token : bad) {
      Answer answer = intake.with(token).reserve(session, ONE_SEAT);
      answer.expectProblem(401, "unauthenticated");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
      intake.with(token).get("/v1/sessions").expectProblem(401, "unauthenticated");
    }
  }

  @Test
  void needsTheScope() {
    Client reader = intake.as("ann", "profile");
    reader.reserve(session, ONE_SEAT).expectProblem(403, "forbidden");
    reader.get("/v1/me/requests").expectProblem(403, "forbidden");
    reader.get("/v1/sessions").expect(200);
  }

  @Test
  void answersAnothersRequestLikeAMissingOne() {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.randomUUID();
      ann.reserve(session, id, ONE_SEAT).expect(202);
      Answer anothers = intake.as("bob").get(Client.path(session, id));
      Answer missing = intake.as("bob").get(Client.path(session, UUID.randomUUID()));
      anothers.expectProblem(404, "unknown-request");
      assertThat(anothers.json().path("detail")).isEqualTo(missing.json().path("detail"));
      assertThat(anothers.response().headers().map().keySet())
          .isEqualTo(missing.response().headers().map().keySet());
      intake
          .as("bob")
          .get(Client.path(session, id) + "/events")
          .expectProblem(404, "unknown-request");
      drain.drain();
      intake.as("bob").get(Client.path(session, id)).expectProblem(404, "unknown-request");
      ann.get(Client.path(UUID.randomUUID(), id)).expectProblem(404, "unknown-request");
      ann.get("/v1/sessions/x/requests/y").expectProblem(404, "unknown-request");
    }
  }

  @Test
  void limitsOneCallerAndNotTheOthers() {
    try (Intake strict =
            Intake.start(
                "sluice.callers.requests-per-second=0.5", "sluice.callers.requests-burst=3");
        FakeDrain drain = FakeDrain.of(0)) {
      for (int i = 0; i < 3; i++) {
        strict.as("greedy").reserve(session, ONE_SEAT).expect(202);
      }
      Answer refused = strict.as("greedy").reserve(session, ONE_SEAT);
      refused.expectProblem(429, "too-many-requests");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 2);
      strict.as("modest").reserve(session, ONE_SEAT).expect(202);
      drain.drain();
    }
  }

  /** Found from outside: one caller could fill the memory of ids alone, in 12 minutes. */
  @Test
  void boundsTheRememberedIdsOfOneCaller() {
    try (Intake intake = Intake.start();
        FakeDrain drain = FakeDrain.of(0)) {
      IdMemory.Bounds before = drain.ids().bounds();
      drain.bound(new IdMemory.Bounds(1_000_000, 64, 1, 1, before.retentionMillis()));
      try {
        UUID first = UUID.randomUUID();
        Client greedy = intake.as("greedy-" + first);
        greedy.reserve(session, first, ONE_SEAT).expect(202);
        Answer answer = greedy.reserve(session, ONE_SEAT);
        for (int i = 0; i < 200 && answer.status() == 202; i++) {
          answer = greedy.reserve(session, ONE_SEAT);
        }
        answer.expectProblem(429, "too-many-requests");
        assertThat(answer.text("detail")).contains("their ids are remembered");
        assertThat(answer.header("Retry-After")).isEqualTo("60");
        assertThat(greedy.reserve(session, first, ONE_SEAT).header("Idempotent-Replayed"))
            .isEqualTo("true");
        intake.as("modest-" + first).reserve(session, ONE_SEAT).expect(202);
      } finally {
        drain.bound(before);
        drain.drain();
      }
    }
  }

  @Test
  void tellsLatecomersThatTheBacklogIsFull() {
    try (Intake small = Intake.start("sluice.intake.backlog.entries-max=3");
        FakeDrain drain = FakeDrain.of(0)) {
      UUID first = UUID.randomUUID();
      small.as("ann").reserve(session, first, ONE_SEAT).expect(202);
      small.as("ann").reserve(session, ONE_SEAT).expect(202);
      small.as("ann").reserve(session, ONE_SEAT).expect(202);
      UUID late = UUID.randomUUID();
      Answer refused = small.as("ann").reserve(session, late, ONE_SEAT);
      refused.expectProblem(503, "backlog-full");
      assertThat(refused.header("Retry-After")).isEqualTo("2");
      assertThat(drain.waiting()).hasSize(3);
      small.as("ann").get(Client.path(session, late)).expectProblem(404, "unknown-request");
      // A repeat of what is queued is no new work.
      small.as("ann").reserve(session, first, ONE_SEAT).expect(202);
      drain.drain();
      small.as("ann").reserve(session, late, ONE_SEAT).expect(202);
      drain.drain();
    }
  }

  @Test
  void takesNothingWhileTheOldestEntryIsTooOld() throws InterruptedException {
    try (Intake impatient = Intake.start("sluice.intake.backlog.age-max=1s");
        FakeDrain drain = FakeDrain.of(0)) {
      impatient.as("ann").reserve(session, ONE_SEAT).expect(202);
      Eventually.holds(
          () -> impatient.as("ann").reserve(session, ONE_SEAT).expectProblem(503, "backlog-full"));
      drain.drain();
      impatient.as("ann").reserve(session, ONE_SEAT).expect(202);
      drain.drain();
    }
  }

  @Test
  void closesBeforeRedisIsFull() throws InterruptedException {
    try (Intake full = Intake.start("sluice.intake.backlog.memory-max=1KB");
        FakeDrain drain = FakeDrain.of(0)) {
      Eventually.holds(
          () -> full.as("ann").reserve(session, ONE_SEAT).expectProblem(503, "backlog-full"));
      if (!drain.waiting().isEmpty()) {
        drain.drain();
      }
    }
  }
}
