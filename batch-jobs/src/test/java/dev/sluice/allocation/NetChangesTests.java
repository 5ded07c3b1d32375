package dev.sluice.allocation;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.StreamEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a slice leaves behind, told as the difference between its start and its end. */
class NetChangesTests {

  private static final UUID SESSION = uuid("session");

  @Test
  void aGrantIsOneReservationAndItsSeats() {
    Decision decision =
        TestShard.with(aSession("A:...")).decide(NOON, aRequest("r").named("A-1-3", "A-1-1"));
    assertThat(decision.taken()).containsExactly(seat(0, "r"), seat(2, "r"));
    assertThat(decision.released()).isEmpty();
    assertThat(decision.changed()).isEmpty();
    assertThat(decision.created())
        .singleElement()
        .satisfies(
            created -> {
              assertThat(created.id()).isEqualTo(uuid("r"));
              assertThat(created.seats()).containsExactly(0, 2);
              assertThat(created.number()).isEqualTo(100);
              assertThat(created.amount()).isEqualTo(10_000);
              assertThat(created.status()).isEqualTo(ReservationStatus.HELD);
              assertThat(created.decidedAt()).isEqualTo(NOON);
              assertThat(created.changedAt()).isEqualTo(NOON);
            });
  }

  @Test
  void whatIsMadeAndGivenBackInASliceIsCreatedCancelled() {
    Decision decision =
        TestShard.with(aSession("A:..."))
            .decide(NOON, aRequest("r").named("A-1-1", "A-1-2"), aRequest("c").cancel("r"));
    assertThat(decision.taken()).isEmpty();
    assertThat(decision.released()).isEmpty();
    assertThat(decision.changed()).isEmpty();
    assertThat(decision.created())
        .singleElement()
        .satisfies(
            created -> {
              assertThat(created.status()).isEqualTo(ReservationStatus.CANCELLED);
              assertThat(created.amount()).isZero();
              assertThat(created.seats()).as("its last seats").containsExactly(0, 1);
            });
  }

  @Test
  void aSeatTakenGivenBackAndTakenAgainIsTakenOnce() {
    Decision decision =
        TestShard.with(aSession("A:..."))
            .decide(
                NOON,
                aRequest("r").named("A-1-1"),
                aRequest("c").cancel("r"),
                aRequest("s").named("A-1-1"));
    assertThat(decision.taken()).containsExactly(seat(0, "s"));
    assertThat(decision.released()).isEmpty();
    assertThat(decision.created())
        .extracting(Reservation::id)
        .containsExactly(uuid("r"), uuid("s"));
  }

  @Test
  void aSeatThatPassesThroughManyHandsIsReleasedByTheFirstAndTakenByTheLast() {
    Decision decision =
        TestShard.with(aSession("A:...").with(aReservation("old").of(0, 1)))
            .decide(
                NOON,
                aRequest("1").cancel("old", "A-1-1"),
                aRequest("2").named("A-1-1"),
                aRequest("3").cancel("2"),
                aRequest("4").named("A-1-1"));
    assertThat(decision.released()).containsExactly(seat(0, "old"));
    assertThat(decision.taken()).containsExactly(seat(0, "4"));
    assertThat(decision.changed()).extracting(Reservation::id).containsExactly(uuid("old"));
  }

  @Test
  void aReservationThatChangesTwiceIsChangedOnce() {
    Decision decision =
        TestShard.with(aSession("A:...").with(aReservation("old").of(0, 1, 2)))
            .decide(
                NOON, aRequest("1").cancel("old", "A-1-3"), aRequest("2").cancel("old", "A-1-1"));
    assertThat(decision.changed())
        .singleElement()
        .satisfies(
            changed -> {
              assertThat(changed.status()).isEqualTo(ReservationStatus.HELD);
              assertThat(changed.seats()).containsExactly(1);
              assertThat(changed.amount()).isEqualTo(5_000);
              assertThat(changed.changedAt()).isEqualTo(NOON);
              assertThat(changed.decidedAt()).isBefore(NOON);
            });
    assertThat(decision.released()).containsExactly(seat(0, "old"), seat(2, "old"));
  }

  @Test
  void seatsOfAHoldThatEndedAreGivenAgainInTheSameSlice() {
    Decision decision =
        TestShard.with(aSession("A:..").with(aReservation("old").of(0, 1).until(NOON)))
            .decide(NOON, aRequest("new").by("bob").named("A-1-2"));
    assertThat(decision.elements().getFirst())
        .isEqualTo(
            new JournalElement.Changed(
                new Transition.HoldExpired(SESSION, uuid("old"), List.of("A-1-1", "A-1-2"))));
    assertThat(decision.counts()).isEqualTo(new Decision.Counts(1, 0, 0, 0, 0, 0, 1));
    assertThat(decision.released()).containsExactly(seat(0, "old"), seat(1, "old"));
    assertThat(decision.taken()).containsExactly(seat(1, "new"));
    assertThat(decision.changed())
        .singleElement()
        .satisfies(
            expired -> {
              assertThat(expired.status()).isEqualTo(ReservationStatus.EXPIRED);
              assertThat(expired.amount()).isZero();
              assertThat(expired.seats()).containsExactly(0, 1);
            });
    assertThat(decision.created()).extracting(Reservation::number).containsExactly(101L);
  }

  @Test
  void holdsOfASessionEndBeforeItsEntryInTheOrderOfTheirEndThenId() {
    SessionBuilder one = aSession("A:....").id("one");
    SessionBuilder other = aSession("A:....").id("other");
    for (SessionBuilder session : List.of(one, other)) {
      session
          .with(aReservation("x").of(0).until(NOON.minusMillis(1)))
          .with(aReservation("y").of(1).until(NOON))
          .with(aReservation("z").of(2).until(NOON.minusMillis(2)))
          .with(aReservation("w").of(3).until(NOON));
    }
    Decision decision =
        TestShard.with(
                one, other, aSession("A:.").id("third").with(aReservation("x").of(0).until(NOON)))
            .decide(
                NOON,
                aRequest("1").session("other").named("A-1-1"),
                aRequest("2").session("one").named("A-1-1"));
    List<String> order =
        decision.elements().stream()
            .filter(JournalElement.Changed.class::isInstance)
            .map(
                element -> (Transition.HoldExpired) ((JournalElement.Changed) element).transition())
            .map(expired -> expired.session() + " " + expired.reservation())
            .toList();
    List<UUID> last = List.of(uuid("w"), uuid("y")).stream().sorted().toList();
    assertThat(order)
        .containsExactly(
            uuid("other") + " " + uuid("z"),
            uuid("other") + " " + uuid("x"),
            uuid("other") + " " + last.get(0),
            uuid("other") + " " + last.get(1),
            uuid("one") + " " + uuid("z"),
            uuid("one") + " " + uuid("x"),
            uuid("one") + " " + last.get(0),
            uuid("one") + " " + last.get(1));
  }

  @Test
  void sessionsAreAdmittedInTheOrderInWhichTheyAreMet() {
    SessionBuilder one = aSession("A:..").id("one").notAdmitted();
    SessionBuilder two = aSession("A:..").id("two").notAdmitted();
    SessionBuilder idle = aSession("A:..").id("idle").notAdmitted();
    SessionBuilder old = aSession("A:..").id("old");
    TestShard shard = TestShard.with(one, two, idle, old);
    shard.snapshot().addUnknown(uuid("unknown"));
    Decision decision =
        shard.decide(
            NOON,
            aRequest().session("unknown").named("A-1-1"),
            aRequest().session("two").named("A-1-1"),
            aRequest().session("old").named("A-1-1"),
            aRequest().session("one").named("Z-1-1"),
            aRequest().session("two").named("A-1-2"));
    assertThat(decision.admitted())
        .containsExactly(Map.entry(uuid("two"), 101L), Map.entry(uuid("one"), 104L));
    assertThat(decision.elements())
        .filteredOn(JournalElement.Changed.class::isInstance)
        .containsExactly(
            new JournalElement.Changed(new Transition.SessionAdmitted(uuid("two"), two.terms())),
            new JournalElement.Changed(new Transition.SessionAdmitted(uuid("one"), one.terms())));
    assertThat(shard.decide(NOON, aRequest("x").session("one").named("A-1-1")).admitted())
        .isEmpty();
  }

  @Test
  void changesStandInTheOrderOfTheirFirstTouchAndSeatsByOrdinal() {
    TestShard shard = TestShard.with(aSession("A:....").id("one"), aSession("A:....").id("two"));
    Decision decision =
        shard.decide(
            NOON,
            aRequest("1").session("two").named("A-1-4"),
            aRequest("2").session("one").named("A-1-1"),
            aRequest("3").session("two").named("A-1-2"));
    assertThat(decision.created())
        .extracting(Reservation::id)
        .containsExactly(uuid("1"), uuid("3"), uuid("2"));
    assertThat(decision.taken())
        .containsExactly(
            new Decision.SeatChange(uuid("two"), 1, uuid("3")),
            new Decision.SeatChange(uuid("two"), 3, uuid("1")),
            new Decision.SeatChange(uuid("one"), 0, uuid("2")));
  }

  @Test
  void aRepeatInTheSameSliceIsADuplicateAndChangesNothing() {
    Decision decision =
        TestShard.with(aSession("A:..."))
            .decide(NOON, aRequest("r").named("A-1-1"), aRequest("r").named("A-1-1"));
    assertThat(decision.counts()).isEqualTo(new Decision.Counts(1, 0, 0, 1, 0, 0, 0));
    assertThat(decision.created()).hasSize(1);
    assertThat(decision.taken()).hasSize(1);
  }

  @Test
  void whatCannotBeReadIsADeadLetterWithAllThatIsKnown() {
    var id = new EntryId(1, 0);
    var entry =
        new StreamEntry(
            id,
            Map.of(
                "id", text(uuid("r").toString()),
                "session", text(SESSION.toString()),
                "customer", text("ann"),
                "payload", text("{")));
    var bare = new StreamEntry(id.next(), Map.of());
    Decision decision =
        Allocation.decide(
            TestShard.with(aSession("A:..").notAdmitted()).snapshot(),
            List.of(
                new Incoming.Unreadable(entry, "broken"), new Incoming.Unreadable(bare, "empty")),
            SliceTime.at(NOON),
            1);
    assertThat(decision.counts()).isEqualTo(new Decision.Counts(0, 0, 0, 0, 2, 0, 0));
    assertThat(decision.elements())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new JournalElement.Unread(
                id,
                uuid("r"),
                SESSION,
                "ann",
                Digest.NONE,
                text("{"),
                new Outcome.DeadLettered("broken")),
            new JournalElement.Unread(
                id.next(),
                null,
                null,
                null,
                Digest.NONE,
                new byte[0],
                new Outcome.DeadLettered("empty")));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Decision.SeatChange seat(int ordinal, String reservation) {
    return new Decision.SeatChange(SESSION, ordinal, uuid(reservation));
  }
}
