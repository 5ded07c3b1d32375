package dev.sluice.allocation.snapshot;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.HOLD_END;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.allocation.SessionBuilder;
import dev.sluice.allocation.TestShard;
import dev.sluice.allocation.seating.Hall;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotTests {

  private static final UUID SESSION = uuid("session");

  @Test
  void countsEverySeatOnce() {
    Snapshot snapshot =
        TestShard.with(aSession("A:..HX. B:....").grade("C", "GOLD", 5_000).notOnSale("B"))
            .snapshot();
    assertThat(snapshot.getCounts(SESSION)).isEqualTo(new Snapshot.SeatCounts(9, 3, 1, 1, 4));
  }

  @Test
  void deadReservationsTakeNoSeats() {
    Snapshot snapshot =
        TestShard.with(
                aSession("A:...")
                    .with(aReservation("live").of(0, 1))
                    .with(aReservation("expired").of(0, 1).in(ReservationStatus.EXPIRED))
                    .with(aReservation("given back").of(1, 2).in(ReservationStatus.CANCELLED)))
            .snapshot();
    assertThat(snapshot.getCounts(SESSION)).isEqualTo(new Snapshot.SeatCounts(3, 1, 2, 0, 0));
    assertThat(snapshot.listReservations(SESSION)).hasSize(3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refusesWhatContradictsItself(String problem, SessionBuilder session) {
    var snapshot = new Snapshot();
    assertThatThrownBy(() -> session.addTo(snapshot))
        .as(problem)
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(snapshot.knows(session.id())).isFalse();
    assertThat(snapshot.findNextExpiry()).isEmpty();
  }

  static Stream<Arguments> refusesWhatContradictsItself() {
    return Stream.of(
        arguments(
            "a seat of two live reservations",
            aSession("A:...").with(aReservation("1").of(0, 1)).with(aReservation("2").of(1, 2))),
        arguments(
            "a seat held and paid",
            aSession("A:...")
                .with(aReservation("1").of(0).in(ReservationStatus.CONFIRMED))
                .with(aReservation("2").of(0))),
        arguments("a seat twice in one", aSession("A:...").with(aReservation("1").of(1, 1))),
        arguments("seats out of order", aSession("A:...").with(aReservation("1").of(1, 0))),
        arguments("a seat beyond the hall", aSession("A:...").with(aReservation("1").of(3))),
        arguments("a negative seat", aSession("A:...").with(aReservation("1").of(-1))),
        arguments(
            "a reservation twice",
            aSession("A:...").with(aReservation("1").of(0)).with(aReservation("1").of(1))),
        arguments("a negative price", aSession("A:...").price("GOLD", -1)));
  }

  @Test
  void refusesReservationsOfAnotherSessionAndTermsOfAnotherHall() {
    SessionBuilder session = aSession("A:..");
    List<Reservation> foreign = List.of(aReservation("r").of(0).build(uuid("other")));
    Hall other = Hall.of(uuid("other hall"), session.seats());
    var snapshot = new Snapshot();
    assertThatThrownBy(() -> snapshot.add(SESSION, session.hall(), session.terms(), true, foreign))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> snapshot.add(SESSION, other, session.terms(), true, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsEachSessionOnce() {
    TestShard shard = TestShard.with(aSession("A:.."));
    Snapshot snapshot = shard.snapshot();
    UUID unknown = uuid("unknown");
    assertThat(snapshot.knows(SESSION)).isTrue();
    assertThat(snapshot.knows(unknown)).isFalse();
    snapshot.addUnknown(unknown);
    assertThat(snapshot.knows(unknown)).isTrue();
    assertThat(snapshot.isAdmitted(unknown)).isFalse();
    assertThatThrownBy(() -> aSession("A:..").addTo(snapshot))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> aSession("A:..").id("unknown").addTo(snapshot))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> snapshot.addUnknown(SESSION))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> snapshot.getCounts(unknown))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * A section may be taken off sale while seats of it are live. Seen to fail where live seats were
   * judged by terms: the session contradicted itself, and a hold of it that fell due threw.
   */
  @Test
  void seatsOffSaleAreTheirOwnersUntilTheyGiveThemBack() {
    TestShard shard =
        TestShard.with(
            aSession("A:.... B:....")
                .notOnSale("B")
                .with(aReservation("1").of(3, 4, 5))
                .with(aReservation("2").by("ben").of(6).in(ReservationStatus.CONFIRMED)));
    Snapshot snapshot = shard.snapshot();
    assertThat(snapshot.getCounts(SESSION)).isEqualTo(new Snapshot.SeatCounts(8, 3, 3, 1, 1));
    assertThat(shard.outcome(aRequest("3").by("carl").named("B-1-1")))
        .isEqualTo(new Outcome.Rejected(Reason.UNKNOWN_SEAT, List.of("B-1-1"), 0));
    // One of two seats whose price nobody knows any more, and the one that costs 5,000.
    assertThat(shard.outcome(aRequest("4").by("ann").cancel("1", "B-1-1")))
        .isEqualTo(new Outcome.Cancelled(uuid("1"), List.of("B-1-1"), 10_000, "EUR"));
    assertThat(snapshot.getCounts(SESSION)).isEqualTo(new Snapshot.SeatCounts(8, 3, 2, 1, 2));
    shard.decide(HOLD_END, aRequest("5").by("ben").cancel("2"));
    assertThat(snapshot.getCounts(SESSION)).isEqualTo(new Snapshot.SeatCounts(8, 4, 0, 0, 4));
  }

  @Test
  void forgetsAndRecallsDeadReservationsOnly() {
    SessionBuilder session =
        aSession("A:..")
            .with(aReservation("live").of(0))
            .with(aReservation("dead").of(1).in(ReservationStatus.CANCELLED));
    Snapshot snapshot = TestShard.with(session).snapshot();
    Reservation dead = snapshot.find(SESSION, uuid("dead")).orElseThrow();
    Reservation live = snapshot.find(SESSION, uuid("live")).orElseThrow();
    snapshot.forget(SESSION, live.id());
    snapshot.forget(SESSION, dead.id());
    snapshot.forget(uuid("unknown"), dead.id());
    assertThat(snapshot.listReservations(SESSION)).containsExactly(live);
    snapshot.recall(List.of(dead));
    assertThat(snapshot.find(SESSION, dead.id())).contains(dead);
    assertThatThrownBy(() -> snapshot.recall(List.of(live)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Without the bound a drain's memory grew with every session that it met, until it stood still.
   */
  @Test
  void forgetsTheSessionsThatWereNamedLongestAgo() {
    TestShard shard =
        TestShard.with(aSession("A:...."), aSession("A:....").id("b"), aSession("A:....").id("c"));
    Snapshot snapshot = shard.snapshot();
    shard.decide(
        NOON, aRequest("1").session("b").named("A-1-1"), aRequest("2").session("c").named("A-1-1"));
    shard.decide(NOON, aRequest("3").named("A-1-1"));

    assertThat(snapshot.forgetIdle(15)).isFalse();
    assertThat(snapshot.forgetIdle(14)).isTrue();
    assertThat(snapshot.knows(uuid("b"))).isFalse();
    assertThat(snapshot.knows(uuid("c"))).isTrue();
    assertThat(snapshot.forgetIdle(0)).isTrue();
    assertThat(snapshot.knows(uuid("c"))).isFalse();
    assertThat(snapshot.knows(SESSION)).as("the last slice named it").isTrue();
    assertThat(snapshot.forgetIdle(0)).isFalse();
  }

  @Test
  void tellsWhenTheNextHoldEnds() {
    TestShard shard =
        TestShard.with(
            aSession("A:....")
                .with(aReservation("1").of(0).until(HOLD_END))
                .with(aReservation("2").of(1).until(HOLD_END.plusSeconds(1)))
                .with(aReservation("paid").of(2).in(ReservationStatus.CONFIRMED).until(NOON)));
    Snapshot snapshot = shard.snapshot();
    assertThat(snapshot.findNextExpiry()).contains(HOLD_END);
    shard.decide(NOON, aRequest("3").cancel("1"));
    assertThat(snapshot.findNextExpiry()).contains(HOLD_END.plusSeconds(1));
    shard.decide(HOLD_END.plusSeconds(1), aRequest("4").cancel("none"));
    assertThat(snapshot.findNextExpiry()).isEmpty();
    assertThat(snapshot.find(SESSION, uuid("2")))
        .map(Reservation::status)
        .contains(ReservationStatus.EXPIRED);
    assertThat(snapshot.find(SESSION, uuid("4"))).isEmpty();
  }

  /** Seen to fail: with the latest of the sessions' next ends. */
  @Test
  void tellsTheFirstEndOfAnySession() {
    SessionBuilder late = aSession("A:.").id("late").with(aReservation("1").of(0));
    SessionBuilder early =
        aSession("A:.").id("early").with(aReservation("2").of(0).until(HOLD_END.minusMillis(1)));
    assertThat(TestShard.with(late, aSession("A:.").id("idle"), early).snapshot().findNextExpiry())
        .contains(HOLD_END.minusMillis(1));
  }

  @Test
  void aHallHasEveryLabelOnce() {
    Hall hall = aSession("A:..|. b:..").hall();
    assertThat(hall.size()).isEqualTo(5);
    assertThat(hall.label(2)).isEqualTo("A-1-4");
    assertThat(hall.ordinalOf("b-1-2")).isEqualTo(4);
    assertThat(hall.ordinalOf("A-1-3")).isNegative();
    List<Hall.Seat> seats = aSession("A:.").seats();
    assertThatThrownBy(() -> Hall.of(uuid("hall"), List.of(seats.getFirst(), seats.getFirst())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
