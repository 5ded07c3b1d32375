package dev.sluice.allocation;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static dev.sluice.allocation.TestShard.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks to wait gets freed seats, in order, before any later request. */
class WaitlistTests {

  private static final Instant CLOSES = NOON.plus(Duration.ofHours(1));
  private static final Duration HOLD = Duration.ofMinutes(10);

  private static SessionBuilder session(String rows) {
    return aSession(rows).hold(HOLD).closesAt(CLOSES);
  }

  private static Request pulse() {
    return SystemRequests.pulse(uuid("session"));
  }

  /** What follows the outcomes, in a few words. */
  private static List<String> happened(Decision decision) {
    return decision.elements().stream().map(WaitlistTests::describe).toList();
  }

  private static String describe(JournalElement element) {
    return switch (element) {
      case JournalElement.Changed(Transition.HoldExpired expired) ->
          "expired " + String.join(" ", expired.seats());
      case JournalElement.Changed(Transition.WaiterServed served) ->
          name(served.reservation()) + " served " + String.join(" ", served.seats());
      case JournalElement.Changed(Transition.WaitEnded ended) ->
          name(ended.reservation()) + " ended";
      case JournalElement.Changed(Transition.PutAside aside) ->
          name(aside.reservation()) + " aside: " + aside.error();
      default -> String.valueOf(element.outcome() == null ? "?" : element.outcome().type());
    };
  }

  private static String name(UUID id) {
    for (String name : List.of("w1", "w2", "w3", "w4", "w5", "mine", "due")) {
      if (uuid(name).equals(id)) {
        return name;
      }
    }
    return id.toString();
  }

  @Test
  void waitsBehindThoseWhoWaitUntilTheSaleEnds() {
    TestShard shard = TestShard.with(session("A:XX"));
    assertThat(shard.outcome(aRequest("w1").by("ann").orWait(2)))
        .isEqualTo(new Outcome.Waitlisted(uuid("w1"), 1, CLOSES));
    assertThat(shard.outcome(aRequest("w2").by("bob").orWait(1, 2, NOON.plusSeconds(5))))
        .isEqualTo(new Outcome.Waitlisted(uuid("w2"), 2, NOON.plusSeconds(5)));
    assertThat(shard.outcome(aRequest("w3").by("cat").orWait(1, 1, CLOSES.plusSeconds(5))))
        .as("nothing is offered after the sale")
        .isEqualTo(new Outcome.Waitlisted(uuid("w3"), 3, CLOSES));
    assertThat(shard.snapshot().find(uuid("session"), uuid("w1")))
        .hasValueSatisfying(
            waiting -> {
              assertThat(waiting.status()).isEqualTo(ReservationStatus.WAITING);
              assertThat(waiting.seats()).isEmpty();
              assertThat(waiting.amount()).isZero();
            });
  }

  /** Seen to fail with every refusal queued. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "A:XX, 1, WAITLISTED",
    "A:XH, 1, WAITLISTED",
    "A:X., 2, WAITLISTED",
    "A:.X., 2, WAITLISTED",
    "A:..|.., 4, NEVER_ADJACENT",
    "A:XX, 3, SOLD_OUT",
    "A:.X, 3, FEWER_LEFT",
    "A:........., 9, CUSTOMER_LIMIT_EXCEEDED"
  })
  void onlyWhoLacksSeatsWaitsAndOnlyWhereAllOfThemWouldDo(
      String rows, int quantity, String expected) {
    Request request =
        quantity == 9 ? aRequest("mine").orWait(8) : aRequest("mine").adjacentOrWait(quantity);
    SessionBuilder session = quantity == 9 ? session(rows).customerMax(7) : session(rows);
    Outcome outcome = TestShard.with(session).outcome(request);
    assertThat(
            outcome instanceof Outcome.Rejected(Reason reason, var _, var _)
                ? reason.name()
                : outcome.type().name())
        .isEqualTo(expected);
  }

  @Test
  void nobodyWaitsBeforeTheSaleOrBehindItsEndOrUntilWhatIsPast() {
    assertThat(TestShard.with(session("A:X").opensAt(NOON.plusSeconds(1))).outcome(wish()))
        .isEqualTo(Outcome.Rejected.because(Reason.SALES_NOT_OPEN));
    assertThat(TestShard.with(session("A:X").closesAt(NOON)).outcome(wish()))
        .isEqualTo(Outcome.Rejected.because(Reason.SALES_CLOSED));
    assertThat(TestShard.with(session("A:X")).outcome(aRequest("w1").orWait(1, 1, NOON)))
        .isEqualTo(Outcome.Rejected.because(Reason.SOLD_OUT));
    assertThat(TestShard.with(session("A:X")).outcome(aRequest("w1").best(1)))
        .as("who does not ask for it")
        .isEqualTo(Outcome.Rejected.because(Reason.SOLD_OUT));
    assertThat(TestShard.with(session("A:.")).outcome(wish())).isInstanceOf(Outcome.Held.class);
  }

  private static Request wish() {
    return aRequest("w1").orWait(1);
  }

  /** Seen to fail where nobody is served. */
  @Test
  void whoWaitsIsServedBeforeALaterRequestOfTheSameSlice() {
    TestShard shard = TestShard.with(session("A:.X").with(aReservation("mine").of(0)));
    shard.decide(NOON, aRequest("w1").by("bob").orWait(1));
    Decision decision =
        shard.decide(
            NOON.plusSeconds(1),
            aRequest("cancel").cancel("mine"),
            aRequest("late").by("cat").best(1));
    assertThat(decision.elements().get(1))
        .isEqualTo(
            new JournalElement.Changed(
                new Transition.WaiterServed(
                    uuid("session"),
                    uuid("w1"),
                    List.of("A-1-1"),
                    5_000,
                    "EUR",
                    NOON.plusSeconds(1).plus(HOLD))));
    assertThat(outcomes(decision).getLast())
        .isEqualTo(Outcome.Rejected.because(Reason.HELD_FOR_NOW));
    assertThat(decision.counts()).isEqualTo(new Decision.Counts(1, 0, 1, 0, 0, 0, 1));
    assertThat(shard.snapshot().listWaiters(uuid("session"))).isEmpty();
  }

  /** Seen to fail where the head alone is looked at, and where groups are cut. */
  @Test
  void theHeadThatDoesNotFitKeepsItsPlaceAndTheFirstWhoFitsIsServed() {
    TestShard shard =
        TestShard.with(
            session("A:..X")
                .with(aReservation("one").of(0))
                .with(aReservation("two").by("dan").of(1)));
    shard.decide(
        NOON,
        aRequest("w1").by("bob").orWait(2),
        aRequest("w2").by("cat").orWait(3, 3, null),
        aRequest("w3").by("eve").orWait(1, 3, null));
    assertThat(happened(shard.decide(NOON.plusSeconds(1), aRequest("c1").cancel("one"))))
        .containsExactly("CANCELLED", "w3 served A-1-1");
    assertThat(happened(shard.decide(NOON.plusSeconds(2), aRequest("c2").by("dan").cancel("two"))))
        .as("one seat is not two")
        .containsExactly("CANCELLED");
    assertThat(happened(shard.decide(NOON.plusSeconds(3), aRequest("c3").by("eve").cancel("w3"))))
        .containsExactly("CANCELLED", "w1 served A-1-1 A-1-2");
    assertThat(shard.snapshot().listWaiters(uuid("session")))
        .extracting(waiter -> waiter.reservation().id())
        .containsExactly(uuid("w2"));
  }

  /** A seat that is taken may leave two beside each other without an orphan. */
  @Test
  void isLookedAtBehindEverythingThatMayLetItFit() {
    TestShard shard = TestShard.with(session("A:....").ladder(Rung.WITHOUT_ORPHANS));
    assertThat(shard.outcome(aRequest("w1").by("bob").orWait(3)))
        .isInstanceOf(Outcome.Waitlisted.class);
    assertThat(happened(shard.decide(NOON, aRequest("r").by("cat").named("A-1-1"))))
        .containsExactly("HELD", "w1 served A-1-2 A-1-3 A-1-4");
  }

  /**
   * The hold ends at 300, the wait at 310; nobody asks until 400. Seen to fail with waits that end
   * before holds, and with seats offered by the entry's instant.
   */
  @ParameterizedTest
  @ValueSource(ints = {299, 300, 301, 310, 400})
  void duesAreJudgedAtTheirOwnInstantsHoweverLate(int until) {
    Instant end = NOON.plusSeconds(300);
    TestShard shard = TestShard.with(session("A:.").with(aReservation("mine").of(0).until(end)));
    shard.decide(NOON, aRequest("w1").by("bob").orWait(1, 1, NOON.plusSeconds(until)));
    Decision decision = shard.decide(NOON.plusSeconds(400), pulse());
    assertThat(happened(decision))
        .containsExactlyElementsOf(
            until > 300
                ? List.of("expired A-1-1", "w1 served A-1-1", "PULSED")
                : until == 300
                    ? List.of("expired A-1-1", "w1 ended", "PULSED")
                    : List.of("w1 ended", "expired A-1-1", "PULSED"));
    if (until > 300) {
      assertThat(shard.snapshot().findNextExpiry())
          .as("of full length from when it was decided")
          .contains(NOON.plusSeconds(400).plus(HOLD));
    }
  }

  @Test
  void nothingIsOfferedAfterTheSaleAndEveryWaitEndsWithIt() {
    TestShard shard =
        TestShard.with(session("A:..").with(aReservation("mine").of(0, 1).until(CLOSES)));
    shard.decide(NOON, aRequest("w1").by("bob").orWait(1));
    Decision decision = shard.decide(CLOSES.plusSeconds(1), pulse());
    assertThat(happened(decision)).containsExactly("expired A-1-1 A-1-2", "w1 ended", "PULSED");
    assertThat(decision.changed())
        .extracting(Reservation::status)
        .containsExactly(ReservationStatus.EXPIRED, ReservationStatus.LEFT);
    assertThat(shard.snapshot().findNextExpiry()).isEmpty();
  }

  @Test
  void whoWasServedAndGivesBackIsNotQueuedAgain() {
    TestShard shard = TestShard.with(session("A:.").with(aReservation("mine").of(0)));
    shard.decide(NOON, aRequest("w1").by("bob").orWait(1), aRequest("w2").by("cat").orWait(1));
    assertThat(
            happened(
                shard.decide(
                    NOON, aRequest("c").cancel("mine"), aRequest("c1").by("bob").cancel("w1"))))
        .containsExactly("CANCELLED", "w1 served A-1-1", "CANCELLED", "w2 served A-1-1");
    assertThat(happened(shard.decide(NOON, aRequest("c2").by("cat").cancel("w2"))))
        .containsExactly("CANCELLED");
    assertThat(shard.snapshot().getCounts(uuid("session")).free()).isEqualTo(1);
  }

  @Test
  void itsIdStandsForItAsLongAsItIsKept() {
    TestShard shard = TestShard.with(session("A:X"));
    shard.decide(NOON, wish());
    assertThat(shard.outcome(wish())).isEqualTo(new Outcome.Duplicate(100));
    assertThat(shard.outcome(aRequest("w1").orWait(1, 1, NOON.plusSeconds(9))))
        .isEqualTo(Outcome.Rejected.because(Reason.REQUEST_ID_REUSED));
    assertThat(shard.outcome(aRequest("l").leave("w1"))).isEqualTo(new Outcome.Left(uuid("w1")));
    assertThat(shard.outcome(wish())).as("that left").isEqualTo(new Outcome.Duplicate(100));
  }

  @Test
  void whoLeavesIsNotServedAndCannotLeaveTwice() {
    TestShard shard = TestShard.with(session("A:.").with(aReservation("mine").of(0)));
    shard.decide(NOON, aRequest("w1").by("bob").orWait(1));
    assertThat(shard.outcome(aRequest("l0").by("eve").leave("w1")))
        .isEqualTo(Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND));
    assertThat(shard.outcome(aRequest("c0").by("bob").cancel("w1")))
        .isEqualTo(Outcome.Rejected.because(Reason.STILL_WAITING));
    assertThat(shard.outcome(aRequest("p0").by("bob").pay("w1", 5_000)))
        .isEqualTo(Outcome.Rejected.because(Reason.STILL_WAITING));
    assertThat(shard.outcome(aRequest("l1").by("bob").leave("w1")))
        .isEqualTo(new Outcome.Left(uuid("w1")));
    assertThat(happened(shard.decide(NOON, aRequest("c").cancel("mine"))))
        .containsExactly("CANCELLED");
    for (Request late :
        List.of(
            aRequest("l2").by("bob").leave("w1"),
            aRequest("c1").by("bob").cancel("w1"),
            aRequest("p1").by("bob").pay("w1", 5_000))) {
      assertThat(shard.outcome(late)).isEqualTo(Outcome.Rejected.because(Reason.ALREADY_LEFT));
    }
    assertThat(shard.outcome(aRequest("r").named("A-1-1"))).isInstanceOf(Outcome.Held.class);
    assertThat(shard.outcome(aRequest("l3").leave("r")))
        .isEqualTo(Outcome.Rejected.because(Reason.ALREADY_SERVED));
  }

  @Test
  void aCustomerMayWaitFourTimes() {
    TestShard shard = TestShard.with(session("A:XX"));
    for (int i = 0; i < Limits.WAITERS_PER_CUSTOMER_MAX; i++) {
      assertThat(shard.outcome(aRequest("w" + i).orWait(1))).isInstanceOf(Outcome.Waitlisted.class);
    }
    assertThat(shard.outcome(aRequest("more").orWait(1)))
        .isEqualTo(Outcome.Rejected.because(Reason.TOO_MANY_WAITS));
    shard.decide(NOON, aRequest("l").leave("w0"));
    assertThat(shard.outcome(aRequest("another").orWait(1)))
        .isEqualTo(
            new Outcome.Waitlisted(uuid("another"), Limits.WAITERS_PER_CUSTOMER_MAX, CLOSES));
  }

  @Test
  void aSessionHasRoomForSoManyWhoWait() {
    TestShard shard = TestShard.with(session("A:X"));
    for (int i = 0; i < Limits.WAITERS_PER_SESSION_MAX; i++) {
      shard.decide(NOON, aRequest("w" + i).by("customer-" + i).orWait(1));
    }
    assertThat(shard.outcome(aRequest("more").by("eve").orWait(1)))
        .isEqualTo(Outcome.Rejected.because(Reason.WAITLIST_FULL));
  }

  @Test
  void whoWouldBeAboveTheLimitKeepsThePlaceUntilFewerSeatsAreItsOwn() {
    TestShard shard =
        TestShard.with(
            session("A:...X")
                .customerMax(2)
                .with(aReservation("mine").by("bob").of(0))
                .with(aReservation("other").by("cat").of(1, 2)));
    shard.decide(
        NOON,
        aRequest("w1").by("bob").orWait(1),
        aRequest("w2").by("bob").orWait(1),
        aRequest("w3").by("dan").orWait(1));
    assertThat(happened(shard.decide(NOON, aRequest("c").by("cat").cancel("other"))))
        .as("one seat more is all that bob may have")
        .containsExactly("CANCELLED", "w1 served A-1-2", "w3 served A-1-3");
    assertThat(happened(shard.decide(NOON, aRequest("c2").by("bob").cancel("mine"))))
        .containsExactly("CANCELLED", "w2 served A-1-1");
  }

  /** Beside who waited before the slice, whose row is there. */
  @Test
  void theNetIsWhatTheTablesNeed() {
    TestShard shard = TestShard.with(session("A:..X").with(aReservation("mine").of(0, 1)));
    Decision first =
        shard.decide(NOON, aRequest("w1").by("bob").orWait(1), aRequest("w2").by("cat").orWait(1));
    assertThat(first.queued()).hasSize(2);
    assertThat(first.created())
        .extracting(Reservation::status)
        .containsOnly(ReservationStatus.WAITING);
    assertThat(first.counts().waitlisted()).isEqualTo(2);

    Decision second =
        shard.decide(
            NOON,
            aRequest("w3").by("dan").orWait(1),
            aRequest("w4").by("eve").orWait(3, 3, null),
            aRequest("l").by("cat").leave("w2"),
            aRequest("c").cancel("mine"),
            aRequest("c1").by("bob").cancel("w1"));
    assertThat(second.queued())
        .extracting(waiter -> waiter.reservation().id())
        .as("w3 was served in the slice that let it wait")
        .containsExactly(uuid("w4"));
    assertThat(second.dequeued())
        .extracting(Reservation::id)
        .containsExactly(uuid("w2"), uuid("w1"));
    assertThat(second.served())
        .extracting(Reservation::id, Reservation::status)
        .containsExactly(tuple(uuid("w1"), ReservationStatus.CANCELLED));
    assertThat(second.changed())
        .extracting(Reservation::id)
        .containsExactly(uuid("w2"), uuid("mine"));
    assertThat(second.created())
        .extracting(Reservation::id, Reservation::status)
        .containsExactly(
            tuple(uuid("w3"), ReservationStatus.HELD),
            tuple(uuid("w4"), ReservationStatus.WAITING));
  }

  @Test
  void aCommandThatDoesNotWaitIsWrittenAsEver() {
    assertThat(new Command.ReserveBest(List.of("GOLD"), 1, 1, false, null))
        .isEqualTo(new Command.ReserveBest(List.of("GOLD"), 1, 1, false, false, null, null));
  }
}
