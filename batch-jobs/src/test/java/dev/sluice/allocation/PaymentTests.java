package dev.sluice.allocation;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static dev.sluice.allocation.TestShard.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Refund;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hold is paid, or is not: money is never without seats or a refund, and no seat without money.
 */
class PaymentTests {

  private static final Instant END = NOON.plus(Duration.ofMinutes(10));
  private static final List<String> SEATS = List.of("A-1-1", "A-1-2");

  private final TestShard shard =
      TestShard.with(aSession("A:...").hold(Duration.ofMinutes(10)).price("GOLD", 5_000));

  private Outcome decide(Instant at, Request request) {
    List<Outcome> outcomes = outcomes(shard.decide(at, request));
    assertThat(outcomes).hasSize(1);
    return outcomes.getFirst();
  }

  private void hold() {
    assertThat(decide(NOON, aRequest("hold").named("A-1-1", "A-1-2")))
        .isInstanceOf(Outcome.Held.class);
  }

  private void pay(String name) {
    assertThat(decide(NOON.plusSeconds(1), aRequest(name).pay("hold", 10_000)))
        .isEqualTo(new Outcome.Paying(uuid("hold"), 10_000, "EUR"));
  }

  @Test
  void whatWasCapturedConfirms() {
    hold();
    pay("pay");
    assertThat(decide(NOON.plusSeconds(2), settle("pay", Settlement.CAPTURED)))
        .isEqualTo(new Outcome.Captured(uuid("hold"), uuid("pay"), SEATS, 10_000, "EUR"));
    assertThat(decide(NOON.plusSeconds(3), aRequest("again").pay("hold", 10_000)))
        .isEqualTo(Outcome.Rejected.because(Reason.ALREADY_PAID));
    assertThat(outcomes(shard.decide(END.plusSeconds(1), pulse())))
        .as("it does not end")
        .containsExactly(new Outcome.Pulsed());
  }

  /** Seen to fail with a PAY that is asked of the decided instant. */
  @Test
  void aPaymentIsInTimeByWhenItWasAccepted() {
    hold();
    Request late = aRequest("late").pay("hold", 10_000);
    Instant decided = END.plus(Duration.ofMinutes(10));
    assertThat(
            outcomes(
                shard.decide(SliceTime.at(decided), shard.accepted(END.minusSeconds(1), late))))
        .containsExactly(new Outcome.Paying(uuid("hold"), 10_000, "EUR"));
  }

  @Test
  void aPaymentAtTheEndOfTheHoldIsTooLate() {
    hold();
    assertThat(outcomes(shard.decide(END, aRequest("late").pay("hold", 10_000))))
        .containsExactly(Outcome.Rejected.because(Reason.HOLD_EXPIRED));
  }

  /** Seen to fail with an end that is looked up for what is being paid, too. */
  @Test
  void whatIsBeingPaidDoesNotEnd() {
    hold();
    pay("pay");
    Decision decision = shard.decide(END.plusSeconds(60), pulse());
    assertThat(decision.counts().transitions()).isZero();
    assertThat(decide(END.plusSeconds(61), settle("pay", Settlement.CAPTURED)))
        .isInstanceOf(Outcome.Captured.class);
  }

  @Test
  void whatWasDeclinedIsHeldUntilItsOldEnd() {
    hold();
    pay("pay");
    assertThat(decide(NOON.plusSeconds(2), settle("pay", Settlement.DECLINED)))
        .isEqualTo(new Outcome.Declined(uuid("hold"), uuid("pay")));
    pay("second try");
    assertThat(decide(NOON.plusSeconds(3), settle("second try", Settlement.DECLINED)))
        .isInstanceOf(Outcome.Declined.class);
    assertThat(shard.decide(END.minusMillis(1), pulse()).counts().transitions()).isZero();
    assertThat(shard.decide(END, pulse()).counts().transitions()).isEqualTo(1);
  }

  /**
   * The pulse at its end found it being paid, and dropped it. Seen to fail without the queueing.
   */
  @Test
  void whatWasDeclinedAfterItsEndEndsRightBehind() {
    hold();
    pay("pay");
    shard.decide(END, pulse());
    Decision decision = shard.decide(END.plusSeconds(5), settle("pay", Settlement.DECLINED));
    assertThat(decision.elements())
        .last()
        .isEqualTo(
            new JournalElement.Changed(
                new Transition.HoldExpired(uuid("session"), uuid("hold"), SEATS)));
    assertThat(decide(END.plusSeconds(5), aRequest("other").by("bob").named("A-1-1")))
        .isInstanceOf(Outcome.Held.class);
  }

  /** Seen to fail with a capture that is known and of no effect. */
  @Test
  void whatIsCapturedAfterAllGoesBackOnce() {
    hold();
    pay("pay");
    decide(NOON.plusSeconds(2), settle("pay", Settlement.DECLINED));
    Decision late = shard.decide(NOON.plusSeconds(3), settle("pay", Settlement.CAPTURED));
    assertThat(outcomes(late))
        .containsExactly(new Outcome.RefundOwed(uuid("hold"), uuid("pay"), 10_000, "EUR"));
    assertThat(late.refunds())
        .singleElement()
        .extracting(Refund::reservation, Refund::payment, Refund::amount)
        .containsExactly(uuid("hold"), uuid("pay"), 10_000L);
    assertThat(late.settledPayments())
        .singleElement()
        .extracting(change -> change.payment().state())
        .isEqualTo(Payment.State.RETURNED);

    Decision again = shard.decide(NOON.plusSeconds(4), settle("pay", Settlement.CAPTURED));
    assertThat(outcomes(again))
        .containsExactly(new Outcome.SettledBefore(uuid("hold"), uuid("pay")));
    assertThat(again.refunds()).isEmpty();
    pay("another, meanwhile");
  }

  /** A scheduler that was frozen says no while the next payment is under way. */
  @Test
  void anOldAnswerDoesNotReleaseTheNextPayment() {
    hold();
    pay("first");
    decide(NOON.plusSeconds(2), settle("first", Settlement.DECLINED));
    pay("second");
    assertThat(decide(NOON.plusSeconds(3), settle("first", Settlement.DECLINED)))
        .isEqualTo(new Outcome.SettledBefore(uuid("hold"), uuid("first")));
    assertThat(decide(NOON.plusSeconds(4), settle("second", Settlement.CAPTURED)))
        .isInstanceOf(Outcome.Captured.class);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSettledIsSettled(Settlement again) {
    hold();
    pay("pay");
    decide(NOON.plusSeconds(2), settle("pay", Settlement.CAPTURED));
    Decision decision = shard.decide(NOON.plusSeconds(3), settle("pay", again));
    assertThat(outcomes(decision))
        .containsExactly(new Outcome.SettledBefore(uuid("hold"), uuid("pay")));
    assertThat(decision.changes()).isEmpty();
  }

  @Test
  void givingBackWhatWasPaidGivesBackTheMoney() {
    hold();
    pay("pay");
    decide(NOON.plusSeconds(2), settle("pay", Settlement.CAPTURED));
    Decision part = shard.decide(NOON.plusSeconds(3), aRequest("part").cancel("hold", "A-1-1"));
    Decision rest = shard.decide(NOON.plusSeconds(4), aRequest("rest").cancel("hold"));
    assertThat(Stream.of(part, rest).flatMap(each -> each.refunds().stream()))
        .extracting(Refund::id, Refund::payment, Refund::amount)
        .containsExactly(
            tuple(uuid("part"), uuid("pay"), 5_000L), tuple(uuid("rest"), uuid("pay"), 5_000L));
  }

  @Test
  void aCaptureOfWhatIsDeadGoesBack() {
    hold();
    pay("pay");
    decide(NOON.plusSeconds(2), settle("pay", Settlement.DECLINED));
    decide(NOON.plusSeconds(3), aRequest("cancel").cancel("hold"));
    Decision late = shard.decide(NOON.plusSeconds(4), settle("pay", Settlement.CAPTURED));
    assertThat(late.refunds()).hasSize(1);
    assertThat(decide(NOON.plusSeconds(5), aRequest("other").named("A-1-1")))
        .as("its seats stay free")
        .isInstanceOf(Outcome.Held.class);
  }

  @Test
  void whatCostsNothingIsConfirmedAtOnce() {
    TestShard free = TestShard.with(aSession("A:..").price("GOLD", 0));
    Decision decision =
        free.decide(
            NOON,
            aRequest("hold").named("A-1-1"),
            aRequest("pay").of(new Command.Pay(uuid("hold"), 0, null)));
    assertThat(outcomes(decision))
        .last()
        .isEqualTo(new Outcome.Confirmed(uuid("hold"), List.of("A-1-1"), 0, "EUR"));
    assertThat(decision.begunPayments()).isEmpty();
    assertThat(decision.created())
        .singleElement()
        .extracting(reservation -> reservation.status())
        .isEqualTo(ReservationStatus.CONFIRMED);
  }

  @Test
  void aRepeatOfAPaymentGetsItsFirstOutcome() {
    hold();
    pay("pay");
    decide(NOON.plusSeconds(2), settle("pay", Settlement.DECLINED));
    assertThat(decide(NOON.plusSeconds(3), aRequest("pay").pay("hold", 10_000)))
        .isInstanceOf(Outcome.Duplicate.class);
    assertThat(decide(NOON.plusSeconds(3), aRequest("pay").pay("hold", 9_999)))
        .isEqualTo(Outcome.Rejected.because(Reason.REQUEST_ID_REUSED));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("one too little", aRequest("r").pay("held", 4_999), Reason.AMOUNT_MISMATCH),
        Arguments.of("one too much", aRequest("r").pay("held", 5_001), Reason.AMOUNT_MISMATCH),
        Arguments.of(
            "another's", aRequest("r").by("bob").pay("held", 5_000), Reason.RESERVATION_NOT_FOUND),
        Arguments.of("none", aRequest("r").pay("no", 5_000), Reason.RESERVATION_NOT_FOUND),
        Arguments.of("under way", aRequest("r").pay("paying", 1), Reason.PAYMENT_PENDING),
        Arguments.of("given back", aRequest("r").cancel("paying"), Reason.PAYMENT_PENDING),
        Arguments.of("paid", aRequest("r").pay("confirmed", 1), Reason.ALREADY_PAID),
        Arguments.of("expired", aRequest("r").pay("expired", 1), Reason.HOLD_EXPIRED),
        Arguments.of("cancelled", aRequest("r").pay("cancelled", 1), Reason.ALREADY_CANCELLED),
        Arguments.of(
            "tried ten times", aRequest("r").pay("tried", 5_000), Reason.TOO_MANY_PAYMENTS),
        Arguments.of("wrong, too", aRequest("r").pay("tried", 1), Reason.AMOUNT_MISMATCH));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void isRefused(String name, Request request, Reason reason) {
    var tried = aReservation("tried").of(1);
    for (int i = 0; i < 10; i++) {
      tried.tried("try-" + i, Payment.State.DECLINED);
    }
    TestShard refusing =
        TestShard.with(
            aSession("A:......")
                .with(aReservation("held").of(0))
                .with(tried)
                .with(
                    aReservation("paying")
                        .of(2)
                        .in(ReservationStatus.PAYING)
                        .tried("open", Payment.State.OPEN))
                .with(aReservation("confirmed").of(3).in(ReservationStatus.CONFIRMED))
                .with(aReservation("expired").of(4).in(ReservationStatus.EXPIRED))
                .with(aReservation("cancelled").of(5).in(ReservationStatus.CANCELLED)));
    assertThat(refusing.outcome(request)).isEqualTo(Outcome.Rejected.because(reason));
  }

  /** Money may have been taken: operators must see it. */
  @Test
  void whatIsSaidOfAPaymentThatThereIsNotIsADeadLetter() {
    hold();
    assertThat(decide(NOON.plusSeconds(1), settle("no payment", Settlement.CAPTURED)))
        .isInstanceOf(Outcome.DeadLettered.class);
  }

  /** A stream can be written by anyone. Seen to fail without the rule: a ticket free of charge. */
  @Test
  void whatACustomerSaysOfAPaymentIsNotBelieved() {
    hold();
    pay("pay");
    var captured = new Command.Settle(uuid("hold"), uuid("pay"), Settlement.CAPTURED, 10_000);
    assertThat(decide(NOON.plusSeconds(2), aRequest("forged").of(captured)))
        .isEqualTo(Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND));
  }

  /** Seen to fail with a capture that confirms, whatever was captured. */
  @ParameterizedTest
  @ValueSource(longs = {1, 9_999, 10_001})
  void whatWasCapturedButNotAsDueGoesBackExactly(long amount) {
    hold();
    pay("pay");
    Decision unfit =
        shard.decide(
            NOON.plusSeconds(2), aRequest().settle("hold", "pay", Settlement.CAPTURED, amount));
    assertThat(outcomes(unfit))
        .containsExactly(new Outcome.RefundOwed(uuid("hold"), uuid("pay"), amount, "EUR"));
    assertThat(unfit.refunds()).extracting(Refund::amount).containsExactly(amount);
    pay("another, for it is held again");
    assertThat(shard.decide(END.plusSeconds(1), pulse()).counts().transitions()).isZero();
  }

  private static Request settle(String payment, Settlement result) {
    return aRequest().settle("hold", payment, result);
  }

  private static Request pulse() {
    return SystemRequests.pulse(uuid("session"));
  }
}
