package dev.sluice.allocation;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.allocation.rules.FailingRules;
import dev.sluice.allocation.rules.Rules;
import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that makes the rules throw is dead-lettered alone, and nothing of it remains. */
class FailingRulesTests {

  private static final UUID POISON = uuid("poison");

  @Test
  void othersOfTheSliceGoOn() {
    TestShard shard = TestShard.with(aSession("A:..."));
    Decision decision =
        shard.decide(
            FailingRules.at(0, POISON, new IllegalStateException("no luck")),
            NOON,
            aRequest("1").named("A-1-1"),
            aRequest("poison").named("A-1-2"),
            aRequest("2").named("A-1-2"));
    assertThat(TestShard.outcomes(decision))
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Outcome.Held.class),
            second ->
                assertThat(second)
                    .isEqualTo(new Outcome.DeadLettered("IllegalStateException: no luck")),
            third -> assertThat(third).isInstanceOf(Outcome.Held.class));
    assertThat(decision.counts()).isEqualTo(new Decision.Counts(2, 0, 0, 0, 1, 0, 0));
  }

  /**
   * One shard in which every third request makes the rules throw, at every place of the list of
   * rules, and one that cannot read these requests at all: everything else they decide is the same.
   * Seen to fail: with a rule that takes the seats that it found.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void leaveTheSnapshotAsItWas(int place) {
    for (long seed = 0; seed < 4; seed++) {
      var random = new RandomShard(seed);
      var database = new NaiveDatabase();
      random.sessions().forEach(database::add);
      Snapshot hurt = database.load();
      Snapshot spared = database.load();
      hurt.addUnknown(RandomShard.UNKNOWN);
      spared.addUnknown(RandomShard.UNKNOWN);
      Rules rules = FailingRules.at(place, POISON, new IllegalStateException("no luck"));
      long number = 1;
      for (int i = 0; i < 50; i++) {
        SliceTime now = random.nextTime();
        var slice = new ArrayList<Incoming>();
        var readable = new ArrayList<Incoming>();
        for (Incoming entry : random.nextSlice()) {
          slice.add(entry);
          readable.add(entry);
          if (entry instanceof Incoming.Readable granted) {
            Request request = granted.request();
            var id = new EntryId(entry.entry().milliseconds(), 9);
            slice.add(
                new Incoming.Readable(
                    id,
                    granted.firstAccepted(),
                    Request.of(
                        POISON,
                        request.session(),
                        request.customer(),
                        withoutWaiting(request.command()))));
            readable.add(new Incoming.Unreadable(new StreamEntry(id, Map.of()), "spared"));
          }
        }
        Decision one = Allocation.decide(rules, hurt, slice, now, number);
        Decision other = Allocation.decide(rules, spared, readable, now, number);
        assertSameButForPoison(one, other);
        database.apply(one);
        database.check(hurt);
        database.check(spared);
        random.note(one);
        number += one.elements().size();
      }
    }
  }

  /** A refusal that changes nothing. */
  private static Command withoutWaiting(Command command) {
    return command instanceof Command.ReserveBest best
        ? new Command.ReserveBest(
            best.grades(), best.quantity(), best.minimum(), best.adjacent(), best.reference())
        : command;
  }

  private static void assertSameButForPoison(Decision one, Decision other) {
    assertThat(one.elements()).hasSameSizeAs(other.elements());
    for (int i = 0; i < one.elements().size(); i++) {
      if (!(one.elements().get(i) instanceof JournalElement.Decided decided)
          || !decided.request().id().equals(POISON)) {
        assertThat(JournalWriter.write(List.of(one.elements().get(i))))
            .isEqualTo(JournalWriter.write(List.of(other.elements().get(i))));
      } else {
        assertThat(decided.outcome())
            .isNotInstanceOfAny(Outcome.Held.class, Outcome.Cancelled.class, Outcome.Left.class);
      }
    }
  }

  @Test
  void theErrorIsShortAndPrintable() {
    var failure = new IllegalStateException("tab\thalf\ud83d smile\ud83d\ude00 " + "x".repeat(300));
    Decision decision =
        TestShard.with(aSession("A:..."))
            .decide(FailingRules.at(0, POISON, failure), NOON, aRequest("poison").named("A-1-2"));
    assertThat(TestShard.outcomes(decision))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.DeadLettered.class,
            dead ->
                assertThat(dead.error())
                    .hasSize(200)
                    .startsWith("IllegalStateException: tab?half? smile\ud83d\ude00 xxx"));
  }

  /** The one way that is known to make the rules throw without touching them. */
  @Test
  void aPriceThatNoAmountHoldsIsADeadLetter() {
    TestShard shard = TestShard.with(aSession("A:...").price("GOLD", Long.MAX_VALUE));
    assertThat(shard.outcome(aRequest("1").named("A-1-1", "A-1-2")))
        .isEqualTo(
            new Outcome.DeadLettered("ArithmeticException: The seats cost more than a long holds"));
    assertThat(shard.outcome(aRequest("2").named("A-1-1"))).isInstanceOf(Outcome.Held.class);
  }

  /** Seen to fail: with a change that is not looked up in the table of statuses. */
  @Test
  void aChangeThatTheTableOfStatusesDoesNotAllowIsADeadLetter() {
    Rules rules =
        FailingRules.named(
            session -> {
              Reservation paid = Objects.requireNonNull(session.find(uuid("other-0")));
              throw new AssertionError(
                  new Change.Continued(paid, paid.endedAs(ReservationStatus.EXPIRED, NOON)));
            });
    TestShard shard = TestShard.with(aSession("A:X."));
    assertThat(TestShard.outcomes(shard.decide(rules, NOON, aRequest("1").named("A-1-2"))))
        .containsExactly(
            new Outcome.DeadLettered(
                "IllegalStateException: Reservation %s is CONFIRMED and cannot become EXPIRED"
                    .formatted(uuid("other-0"))));
    assertThat(shard.outcome(aRequest("2").named("A-1-1")))
        .as("it was not changed")
        .isEqualTo(new Outcome.Rejected(Reason.SEAT_TAKEN, List.of("A-1-1"), 0));
  }

  @Test
  void errorsAreNotSwallowed() {
    Rules rules =
        FailingRules.named(
            _ -> {
              throw new StackOverflowError();
            });
    assertThatThrownBy(
            () ->
                TestShard.with(aSession("A:."))
                    .decide(rules, NOON, aRequest("poison").named("A-1-1")))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void aSliceThatCannotBeDecidedIsRefusedWhole() {
    TestShard shard = TestShard.with(aSession("A:."));
    assertThatThrownBy(() -> shard.decide(NOON)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> shard.decide(NOON.plusNanos(1), aRequest().named("A-1-1")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                shard.decide(
                    NOON,
                    aRequest("1").named("A-1-1"),
                    aRequest("2").session("never seen").named("A-1-1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entry " + NOON.toEpochMilli() + "-3");
    assertThat(shard.snapshot().listReservations(uuid("session"))).isEmpty();
  }
}
