package dev.sluice.allocation.rules;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.allocation.Decision;
import dev.sluice.allocation.TestShard;
import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What an entry lets happen to others stands right behind its own outcome, and what comes after it
 * finds it done. The rule here is made up: once seat 0 is free, the holds of the others end, one by
 * one.
 */
class ConsequencesTests {

  private static final Rules RULES =
      new Rules(
          NamedCase.RULES,
          BestCase.RULES,
          LeaveCase.RULES,
          CancelCase.RULES,
          PayCase.RULES,
          SettleCase.RULES,
          Ending.STANDARD,
          List.of(ConsequencesTests::endNext));

  private final List<Long> numbers = new ArrayList<>();

  private static @Nullable Consequence endNext(
      SessionState session, Moment moment, long number, Set<UUID> aside) {
    return session.owner(0) != null
        ? null
        : session.reservations().stream()
            .filter(hold -> hold.status() == ReservationStatus.HELD)
            .filter(hold -> hold.customer().startsWith("other"))
            .min(Comparator.comparing(hold -> hold.seats()[0]))
            .map(
                hold ->
                    new Consequence(
                        new Transition.HoldExpired(
                            session.id(), hold.id(), session.hall().labels(hold.seats())),
                        new Change.Continued(
                            hold, hold.endedAs(ReservationStatus.EXPIRED, moment.decided()))))
            .orElse(null);
  }

  /** Seen to fail: with consequences at the slice's end, and with only the first of them. */
  @Test
  void standRightBehindTheOutcomeThatLetThemHappenAndBeforeTheNextEntry() {
    TestShard shard = TestShard.with(aSession("A:.HH").with(aReservation("own").of(0)));
    Decision decision =
        shard.decide(
            RULES,
            NOON,
            aRequest("early").by("bob").named("A-1-2"),
            aRequest("cancel").cancel("own"),
            aRequest("late").by("bob").named("A-1-2"));
    assertThat(decision.elements())
        .extracting(ConsequencesTests::describe)
        .containsExactly("Rejected", "Cancelled", "expired A-1-2", "expired A-1-3", "Held");
    assertThat(decision.counts()).isEqualTo(new Decision.Counts(2, 0, 1, 0, 0, 0, 2));
    assertThat(decision.created()).extracting(Reservation::number).containsExactly(104L);
    assertThat(decision.changed())
        .extracting(Reservation::status)
        .containsExactly(
            ReservationStatus.CANCELLED, ReservationStatus.EXPIRED, ReservationStatus.EXPIRED);
  }

  @Test
  void followTheEndOfAHoldTheSameWay() {
    TestShard shard =
        TestShard.with(
            aSession("A:.H").with(aReservation("own").of(0).until(NOON.minusSeconds(1))));
    Decision decision = shard.decide(RULES, NOON, aRequest("late").by("bob").named("A-1-2"));
    assertThat(decision.elements())
        .extracting(ConsequencesTests::describe)
        .containsExactly("expired A-1-1", "expired A-1-2", "Held");
  }

  @Test
  void areNotAskedForWhereNothingWasChanged() {
    Rules rules =
        new Rules(
            NamedCase.RULES,
            BestCase.RULES,
            LeaveCase.RULES,
            CancelCase.RULES,
            PayCase.RULES,
            SettleCase.RULES,
            Ending.STANDARD,
            List.of(
                (session, moment, number, aside) -> {
                  numbers.add(number);
                  return null;
                }));
    TestShard shard = TestShard.with(aSession("A:.H"));
    assertThat(
            TestShard.outcomes(
                shard.decide(
                    rules,
                    NOON,
                    aRequest("no").named("A-1-2"),
                    aRequest("yes").named("A-1-1"),
                    aRequest("no more").named("A-1-1"))))
        .contains(new Outcome.Rejected(Reason.SEAT_TAKEN, List.of("A-1-2"), 0));
    assertThat(numbers).containsExactly(102L);
  }

  /** The snapshot is of no use after it: it was changed for an outcome that nobody hears. */
  @Test
  void thatTakeAReservationForWhatItIsNotEndTheSlice() {
    Rules rules =
        new Rules(
            NamedCase.RULES,
            BestCase.RULES,
            LeaveCase.RULES,
            CancelCase.RULES,
            PayCase.RULES,
            SettleCase.RULES,
            Ending.STANDARD,
            List.of(
                (session, moment, number, aside) -> {
                  Reservation stranger = aReservation("stranger").of(1).build(session.id());
                  return new Consequence(
                      new Transition.HoldExpired(session.id(), stranger.id(), List.of()),
                      new Change.Continued(
                          stranger, stranger.endedAs(ReservationStatus.EXPIRED, moment.decided())));
                }));
    TestShard shard = TestShard.with(aSession("A:.."));
    assertThatThrownBy(() -> shard.decide(rules, NOON, aRequest("r").named("A-1-1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(uuid("stranger").toString());
  }

  private static String describe(JournalElement element) {
    return element instanceof JournalElement.Changed(Transition.HoldExpired expired)
        ? "expired " + String.join(" ", expired.seats())
        : TestShard.outcomes(List.of(element)).getFirst().getClass().getSimpleName();
  }
}
