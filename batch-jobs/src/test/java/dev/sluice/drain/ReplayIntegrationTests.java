package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** I6: what was decided can be decided again from the journal alone, byte for byte. */
class ReplayIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private static final Random RANDOM = new Random(4711);
  private static final List<Request> GRANTED = new ArrayList<>();

  private static int shard;
  private static Requests requests;

  /** Everything that a journal can hold, over several leases and small slices. */
  @BeforeAll
  static void drainForAWhile() {
    shard = fixture.newShard();
    requests = fixture.requests(shard);
    List<UUID> sessions =
        List.of(
            fixture.newSession(shard, 4, 12),
            fixture.database().generateSession(shard, "@sections = 2", "@hold_seconds = 1"),
            fixture.newSession(shard, 2, 8),
            UUID.randomUUID());
    for (int lease = 0; lease < 3; lease++) {
      for (int i = 0; i < 200; i++) {
        add(sessions.get(RANDOM.nextInt(sessions.size())));
      }
      drainSlices();
      // Holds of a second end before the next lease, and their seats are given again.
      awaitASecond();
    }
    // The catalogue of today is not that of the day of the decision.
    fixture.jdbc().update("UPDATE session_price SET amount = amount + 1");
    fixture.promises(shard).check(requests);
  }

  @Test
  void decidesEverySliceAgainByteForByte() {
    List<JournalRows.Row> slices = fixture.journalRows(shard).list();
    assertThat(slices).hasSizeGreaterThan(12);
    assertThat(kinds())
        .contains("Held", "Cancelled", "Rejected", "Duplicate", "DeadLettered", "Unread")
        .contains("SessionAdmitted", "HoldExpired", "Waitlisted", "WaiterServed");

    var replay = new Replay(fixture.jdbc());
    for (JournalRows.Row slice : slices) {
      assertThat(new String(replay.decide(slice), StandardCharsets.UTF_8))
          .isEqualTo(new String(slice.json(), StandardCharsets.UTF_8));
    }
  }

  /** Each row has a valid hash; but not behind that one. */
  @Test
  void findsSwappedSlices() {
    List<JournalRows.Row> slices = fixture.journalRows(shard).list();
    JournalRows.Row one = slices.get(3);
    JournalRows.Row other = slices.get(4);
    assertThat(one.hashAfter(slices.get(2).hash())).isEqualTo(one.hash());
    assertThat(other.hashAfter(one.hash())).isEqualTo(other.hash());
    assertThat(other.hashAfter(slices.get(2).hash())).isNotEqualTo(other.hash());
    assertThat(one.hashAfter(other.hash())).isNotEqualTo(one.hash());
  }

  /** A replay, too, finds what was changed: an outcome that the rules do not give. */
  @Test
  void findsAnOutcomeThatTheRulesDoNotGive() {
    List<JournalRows.Row> slices = fixture.journalRows(shard).list();
    var replay = new Replay(fixture.jdbc());
    String again = new String(replay.decide(slices.getFirst()), StandardCharsets.UTF_8);
    String json = new String(slices.getFirst().json(), StandardCharsets.UTF_8);
    String tampered = json.replaceFirst("\"amount\":\\d+", "\"amount\":1");
    assertThat(tampered).isNotEqualTo(json).isNotEqualTo(again);
    assertThat(again).isEqualTo(json);
  }

  private static void add(UUID session) {
    String customer = "customer" + RANDOM.nextInt(40);
    switch (RANDOM.nextInt(10)) {
      case 0, 1, 2 -> append(Requests.reserve(session, customer, seat(), seat()));
      case 3, 4, 5 ->
          append(
              Requests.request(
                  session,
                  customer,
                  new Command.ReserveBest(
                      List.of("PLATINUM"),
                      1 + RANDOM.nextInt(4),
                      1,
                      true,
                      RANDOM.nextBoolean(),
                      null,
                      "note \"😀\"")));
      case 6, 7 -> {
        Request granted = GRANTED.isEmpty() ? null : GRANTED.get(RANDOM.nextInt(GRANTED.size()));
        if (granted != null) {
          append(Requests.cancel(granted.session(), granted.customer(), granted.id()));
        }
      }
      case 8 -> {
        if (!GRANTED.isEmpty()) {
          requests.appendAgain(GRANTED.get(RANDOM.nextInt(GRANTED.size())));
        }
      }
      default ->
          requests.add(
              Map.of(
                  "v", Requests.utf8("9"),
                  "id", Requests.utf8(UUID.randomUUID().toString()),
                  "customer", Requests.utf8(customer),
                  "payload", new byte[] {(byte) 0xc3, 0, '"'}));
    }
  }

  private static void append(Request request) {
    requests.append(request);
    if (request.command() instanceof Command.Reserve) {
      GRANTED.add(request);
    }
  }

  private static String seat() {
    return "A-" + (1 + RANDOM.nextInt(3)) + "-" + (1 + RANDOM.nextInt(9));
  }

  private static void drainSlices() {
    DrainSettings settings = fixture.settings().sliceEntriesMax(40).build();
    try (var drain = new ShardDrain(fixture.newLease(shard), fixture.parts(settings))) {
      fixture.drain(shard, drain);
    }
  }

  private static void awaitASecond() {
    long since = clock();
    await().atMost(DrainFixture.PATIENCE).until(() -> clock() > since + 1_000_000);
  }

  /** The database's clock in microseconds. */
  private static long clock() {
    Long micros =
        fixture
            .jdbc()
            .queryForObject(
                "SELECT TIMESTAMPDIFF(MICROSECOND, '2020-01-01', UTC_TIMESTAMP(6))", Long.class);
    return micros == null ? 0 : micros;
  }

  private static List<String> kinds() {
    var kinds = new ArrayList<String>();
    for (JournalElement element : fixture.journalRows(shard).elements()) {
      switch (element) {
        case JournalElement.Decided(_, _, _, Outcome outcome, _) ->
            kinds.add(outcome.getClass().getSimpleName());
        case JournalElement.Unread unread -> {
          kinds.add("Unread");
          kinds.add(unread.outcome().getClass().getSimpleName());
        }
        case JournalElement.Changed(Transition transition) ->
            kinds.add(transition.getClass().getSimpleName());
      }
    }
    return kinds;
  }
}
