package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Refund;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request to give back a reservation, or seats of it. The time of the sale does not matter; a
 * seat named twice is given back once.
 */
final class CancelCase extends ReservationCase {

  /** What speaks against it, in the order of precedence. */
  static final List<Rule<CancelCase>> RULES =
      List.of(
          Case::repeated,
          ReservationCase::notOwn,
          CancelCase::notItsSeats,
          ReservationCase::stillWaiting,
          ReservationCase::alreadyLeft,
          ReservationCase::expired,
          ReservationCase::pending,
          ReservationCase::alreadyCancelled);

  private final int[] named;

  CancelCase(
      SessionState session, Request request, Command.Cancel command, Moment moment, long number) {
    super(session, request, command.reservation(), moment, number);
    this.named =
        command.seats().stream().mapToInt(session.hall()::ordinalOf).sorted().distinct().toArray();
  }

  private @Nullable Outcome notItsSeats() {
    return IntStream.of(named).allMatch(seat -> has(get().seats(), seat))
        ? null
        : Refusals.because(Reason.RESERVATION_NOT_FOUND);
  }

  @Override
  Ruling grant() {
    Reservation before = get();
    int[] freed = named.length == 0 ? before.seats() : named;
    int[] remaining = IntStream.of(before.seats()).filter(seat -> !has(freed, seat)).toArray();
    Reservation after =
        remaining.length == 0
            ? before.endedAs(ReservationStatus.CANCELLED, moment().decided())
            : before.reducedTo(
                remaining,
                session().grades().remainder(before.amount(), before.seats(), remaining),
                moment().decided());
    var outcome =
        new Outcome.Cancelled(
            after.id(),
            session().hall().labels(freed),
            after.amount(),
            session().terms().currency());
    var change = new Change.Continued(before, after);
    Payment capture = before.findCapture();
    long back = before.amount() - after.amount();
    return capture == null || back == 0
        ? new Ruling(outcome, List.of(change))
        : new Ruling(outcome, List.of(change, new Change.Owed(refund(capture, back))));
  }

  private Refund refund(Payment capture, long amount) {
    return new Refund(session().id(), request().id(), get().id(), capture.id(), amount, number());
  }

  private static boolean has(int[] ascending, int seat) {
    return Arrays.binarySearch(ascending, seat) >= 0;
  }
}
