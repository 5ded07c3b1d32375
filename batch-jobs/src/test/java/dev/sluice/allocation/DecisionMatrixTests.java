package dev.sluice.allocation;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each command is answered in each state of its session: one row per cell and boundary. */
class DecisionMatrixTests {

  private static final Instant HELD_UNTIL = NOON.plus(Duration.ofMinutes(10));

  @ParameterizedTest(name = "{0}")
  @MethodSource({"reserveNamed", "reserveBest", "cancel", "repeats"})
  void decides(String name, SessionBuilder session, Request request, Outcome expected) {
    TestShard shard = TestShard.with(session);
    shard.snapshot().addUnknown(uuid("unknown"));
    assertThat(shard.outcome(request)).as(name).isEqualTo(expected);
  }

  static Stream<Arguments> reserveNamed() {
    Request two = aRequest().named("A-1-2", "A-1-1");
    return Stream.of(
        arguments("free seats", aSession("A:..."), two, held(10_000, "A-1-1", "A-1-2")),
        arguments(
            "seats of two grades, in ordinal order",
            aSession("A:.. B:..").grade("B", "SILVER", 3_000),
            aRequest().named("B-1-2", "A-1-2"),
            held(8_000, "A-1-2", "B-1-2")),
        arguments(
            "a general-admission place by name",
            aSession("g:..."),
            aRequest().named("g-1-3"),
            held(5_000, "g-1-3")),
        arguments(
            "free of charge", aSession("A:..").price("GOLD", 0), two, held(0, "A-1-1", "A-1-2")),
        arguments(
            "no such session",
            aSession("A:..."),
            aRequest().session("unknown").named("A-1-1"),
            rejected(Reason.UNKNOWN_SESSION)),
        arguments(
            "a millisecond before the sale opens",
            aSession("A:...").opensAt(NOON.plusMillis(1)),
            two,
            rejected(Reason.SALES_NOT_OPEN)),
        arguments(
            "at the instant the sale opens",
            aSession("A:...").opensAt(NOON),
            two,
            held(10_000, "A-1-1", "A-1-2")),
        arguments(
            "a millisecond before the sale closes",
            aSession("A:...").closesAt(NOON.plusMillis(1)),
            two,
            held(10_000, "A-1-1", "A-1-2")),
        arguments(
            "at the instant the sale closes",
            aSession("A:...").closesAt(NOON),
            two,
            rejected(Reason.SALES_CLOSED)),
        arguments(
            "seats that the hall does not have, each named once",
            aSession("A:..."),
            aRequest().named("Z-1-1", "A-1-1", "A-1-4", "Z-1-1"),
            rejected(Reason.UNKNOWN_SEAT, "Z-1-1", "A-1-4")),
        arguments(
            "a seat of a section that is not on sale",
            aSession("A:... B:..").notOnSale("B"),
            aRequest().named("A-1-1", "B-1-1"),
            rejected(Reason.UNKNOWN_SEAT, "B-1-1")),
        arguments(
            "a seat three times, another twice",
            aSession("A:..."),
            aRequest().named("A-1-3", "A-1-1", "A-1-3", "A-1-1", "A-1-3"),
            rejected(Reason.SEAT_NAMED_TWICE, "A-1-3", "A-1-1")),
        arguments(
            "as many seats as the limit leaves",
            aSession("A:.....").customerMax(4).with(aReservation("r").of(3, 4)),
            two,
            held(10_000, "A-1-1", "A-1-2")),
        arguments(
            "one seat above the limit",
            aSession("A:.....").customerMax(3).with(aReservation("r").of(3, 4)),
            two,
            rejected(Reason.CUSTOMER_LIMIT_EXCEEDED)),
        arguments(
            "paid seats count",
            aSession("A:.....")
                .customerMax(3)
                .with(aReservation("r").of(3, 4).in(ReservationStatus.CONFIRMED)),
            two,
            rejected(Reason.CUSTOMER_LIMIT_EXCEEDED)),
        arguments(
            "seats given back do not count",
            aSession("A:.....")
                .customerMax(2)
                .with(aReservation("r").of(3, 4).in(ReservationStatus.CANCELLED)),
            two,
            held(10_000, "A-1-1", "A-1-2")),
        arguments(
            "seats of others do not count",
            aSession("A:..HHX").customerMax(2),
            two,
            held(10_000, "A-1-1", "A-1-2")),
        arguments(
            "taken seats, held or paid, in the client's order",
            aSession("A:.XH."),
            aRequest().named("A-1-3", "A-1-1", "A-1-2"),
            rejected(Reason.SEAT_TAKEN, "A-1-3", "A-1-2")),
        arguments(
            "a hold that ends this instant keeps nothing",
            aSession("A:...").with(aReservation("r").by("bob").of(0).until(NOON)),
            two,
            held(10_000, "A-1-1", "A-1-2")),
        arguments(
            "a hold that ends a millisecond later keeps its seat",
            aSession("A:...").with(aReservation("r").by("bob").of(0).until(NOON.plusMillis(1))),
            two,
            rejected(Reason.SEAT_TAKEN, "A-1-1")));
  }

  static Stream<Arguments> reserveBest() {
    Request two = aRequest().best(2);
    return Stream.of(
        arguments("the middle", aSession("A:......"), two, held(10_000, "A-1-3", "A-1-4")),
        arguments(
            "the second grade",
            aSession("A:X. B:..").grade("B", "SILVER", 3_000),
            aRequest().best(2, "GOLD", "SILVER"),
            held(6_000, "B-1-1", "B-1-2")),
        arguments(
            "no such session",
            aSession("A:..."),
            aRequest().session("unknown").best(1),
            rejected(Reason.UNKNOWN_SESSION)),
        arguments(
            "a millisecond before the sale opens",
            aSession("A:...").opensAt(NOON.plusMillis(1)),
            two,
            rejected(Reason.SALES_NOT_OPEN)),
        arguments(
            "at the instant the sale closes",
            aSession("A:...").closesAt(NOON),
            two,
            rejected(Reason.SALES_CLOSED)),
        arguments(
            "one unknown grade among others",
            aSession("A:..."),
            aRequest().best(2, "GOLD", "TIN"),
            rejected(Reason.UNKNOWN_GRADE)),
        arguments(
            "a grade that no section has",
            aSession("A:...").price("TIN", 1),
            aRequest().best(1, "TIN"),
            rejected(Reason.SOLD_OUT)),
        arguments(
            "the limit cuts the quantity",
            aSession("A:........").customerMax(3),
            aRequest().atLeast(2, 6),
            held(15_000, "A-1-3", "A-1-4", "A-1-5")),
        arguments(
            "the limit leaves the minimum",
            aSession("A:........").customerMax(2),
            aRequest().atLeast(2, 6),
            held(10_000, "A-1-4", "A-1-5")),
        arguments(
            "the limit leaves less than the minimum",
            aSession("A:........").customerMax(2),
            aRequest().atLeast(3, 6),
            rejected(Reason.CUSTOMER_LIMIT_EXCEEDED)),
        arguments(
            "the limit became stricter than what the customer has",
            aSession("A:.....").customerMax(1).with(aReservation("r").of(0, 1)),
            aRequest().best(1),
            rejected(Reason.CUSTOMER_LIMIT_EXCEEDED)),
        arguments("all is sold", aSession("A:XXX"), two, rejected(Reason.SOLD_OUT)),
        arguments("all is taken, one held", aSession("A:XHX"), two, rejected(Reason.HELD_FOR_NOW)),
        arguments(
            "one is held in a grade not wanted",
            aSession("A:XX B:HH").grade("B", "SILVER", 3_000),
            two,
            rejected(Reason.SOLD_OUT)),
        arguments(
            "one is held in the second grade",
            aSession("A:XX B:HX").grade("B", "SILVER", 3_000),
            aRequest().best(2, "GOLD", "SILVER"),
            rejected(Reason.HELD_FOR_NOW)),
        arguments(
            "one free seat, and held ones",
            aSession("A:HH."),
            two,
            new Outcome.Rejected(Reason.FEWER_LEFT, List.of(), 1)),
        arguments(
            "the most of one grade, not their sum",
            aSession("A:.. B:...").grade("B", "SILVER", 3_000),
            aRequest().best(4, "GOLD", "SILVER"),
            new Outcome.Rejected(Reason.FEWER_LEFT, List.of(), 3)),
        arguments(
            "as few as the minimum",
            aSession("A:.XX."),
            aRequest().atLeast(2, 8),
            held(10_000, "A-1-1", "A-1-4")),
        arguments(
            "enough, but not beside each other",
            aSession("A:.X.X."),
            aRequest().bestAdjacent(2),
            rejected(Reason.NOT_ADJACENT)),
        arguments(
            "more beside each other than any row has",
            aSession("A:..|.. A:.."),
            aRequest().bestAdjacent(3),
            rejected(Reason.NEVER_ADJACENT)),
        arguments(
            "more beside each other than any row has, but not than are interchangeable",
            aSession("A:..|.. b:.X.X."),
            aRequest().bestAdjacent(3),
            held(15_000, "b-1-1", "b-1-3", "b-1-5")),
        arguments(
            "neighbours, on a ladder that never looks for them",
            aSession("A:....").ladder(Rung.SAME_SECTION, Rung.SPLIT),
            aRequest().bestAdjacent(2),
            rejected(Reason.NEVER_ADJACENT)),
        arguments(
            "not enough beside each other, on a ladder that asks for it",
            aSession("A:.X.X.").ladder(Rung.WITHOUT_ORPHANS, Rung.ADJACENT),
            two,
            rejected(Reason.NOT_ADJACENT)),
        arguments(
            "fewer beside each other",
            aSession("A:..X."),
            adjacent(2, 3),
            held(10_000, "A-1-1", "A-1-2")));
  }

  static Stream<Arguments> cancel() {
    SessionBuilder session = aSession("A:.....").with(aReservation("r").of(0, 1, 2));
    Request all = aRequest().cancel("r");
    return Stream.of(
        arguments("all seats", session, all, cancelled(0, "A-1-1", "A-1-2", "A-1-3")),
        arguments(
            "some seats",
            session,
            aRequest().cancel("r", "A-1-3", "A-1-1"),
            cancelled(5_000, "A-1-1", "A-1-3")),
        arguments(
            "all seats by name",
            session,
            aRequest().cancel("r", "A-1-3", "A-1-1", "A-1-2"),
            cancelled(0, "A-1-1", "A-1-2", "A-1-3")),
        arguments(
            "a seat named twice is given back once",
            session,
            aRequest().cancel("r", "A-1-3", "A-1-3"),
            cancelled(10_000, "A-1-3")),
        arguments(
            "a paid one",
            aSession("A:..").with(aReservation("r").of(0).in(ReservationStatus.CONFIRMED)),
            all,
            cancelled(0, "A-1-1")),
        arguments(
            "before the sale",
            aSession("A:..").opensAt(NOON.plusMillis(1)).with(aReservation("r").of(0)),
            all,
            cancelled(0, "A-1-1")),
        arguments(
            "after the sale",
            aSession("A:..").closesAt(NOON).with(aReservation("r").of(0)),
            all,
            cancelled(0, "A-1-1")),
        arguments(
            "no such session",
            session,
            aRequest().session("unknown").cancel("r"),
            rejected(Reason.UNKNOWN_SESSION)),
        arguments(
            "no such reservation",
            session,
            aRequest().cancel("other"),
            rejected(Reason.RESERVATION_NOT_FOUND)),
        arguments(
            "another customer's",
            session,
            aRequest().by("bob").cancel("r"),
            rejected(Reason.RESERVATION_NOT_FOUND)),
        arguments(
            "a seat that is not its own",
            session,
            aRequest().cancel("r", "A-1-1", "A-1-4"),
            rejected(Reason.RESERVATION_NOT_FOUND)),
        arguments(
            "a seat that the hall does not have",
            session,
            aRequest().cancel("r", "A-1-1", "Z-1-1"),
            rejected(Reason.RESERVATION_NOT_FOUND)),
        arguments(
            "a hold that has ended",
            aSession("A:..").with(aReservation("r").of(0).in(ReservationStatus.EXPIRED)),
            all,
            rejected(Reason.HOLD_EXPIRED)),
        arguments(
            "a hold that ends this instant",
            aSession("A:..").with(aReservation("r").of(0).until(NOON)),
            all,
            rejected(Reason.HOLD_EXPIRED)),
        arguments(
            "a hold that ends a millisecond later",
            aSession("A:..").with(aReservation("r").of(0).until(NOON.plusMillis(1))),
            all,
            cancelled(0, "A-1-1")),
        arguments(
            "a paid one after the end of its hold",
            aSession("A:..")
                .with(aReservation("r").of(0).in(ReservationStatus.CONFIRMED).until(NOON)),
            all,
            cancelled(0, "A-1-1")),
        arguments(
            "one given back already",
            aSession("A:..").with(aReservation("r").of(0).in(ReservationStatus.CANCELLED)),
            all,
            rejected(Reason.ALREADY_CANCELLED)));
  }

  static Stream<Arguments> repeats() {
    Request request = aRequest("r").named("A-1-1");
    return Stream.of(ReservationStatus.values())
        .filter(status -> status != ReservationStatus.UNKNOWN)
        // What waits has no seats: WaitlistTests repeats its id.
        .filter(status -> status != ReservationStatus.WAITING)
        .flatMap(
            status ->
                Stream.of(
                    arguments(
                        "a repeat of a reservation that is " + status,
                        aSession("A:..")
                            .closesAt(NOON)
                            .with(
                                aReservation("r")
                                    .of(0)
                                    .in(status)
                                    .number(42)
                                    .digest(request.digest())),
                        request,
                        new Outcome.Duplicate(42)),
                    arguments(
                        "another payload under the id of a reservation that is " + status,
                        aSession("A:..").with(aReservation("r").of(0).in(status)),
                        request,
                        rejected(Reason.REQUEST_ID_REUSED)),
                    arguments(
                        "a cancel under the id of a reservation that is " + status,
                        aSession("A:..").with(aReservation("r").of(0).in(status)),
                        aRequest("r").cancel("r"),
                        rejected(Reason.REQUEST_ID_REUSED)),
                    arguments(
                        "the same id in another session",
                        aSession("A:..").id("another").with(aReservation("r").of(0).in(status)),
                        aRequest("r").session("unknown").named("A-1-1"),
                        rejected(Reason.UNKNOWN_SESSION))));
  }

  private static Request adjacent(int minimum, int quantity) {
    return aRequest().of(new Command.ReserveBest(List.of("GOLD"), quantity, minimum, true, null));
  }

  private static Outcome held(long amount, String... seats) {
    return new Outcome.Held(uuid("request"), List.of(seats), amount, "EUR", HELD_UNTIL);
  }

  private static Outcome cancelled(long amount, String... seats) {
    return new Outcome.Cancelled(uuid("r"), List.of(seats), amount, "EUR");
  }

  private static Outcome rejected(Reason reason, String... seats) {
    return new Outcome.Rejected(reason, List.of(seats), 0);
  }
}
