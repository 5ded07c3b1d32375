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
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request to give back a reservation, or seats of it. The time of the sale does not matter; a
 * seat named twice is given back once.
 */
public final class CancelCase extends Case {

  /** What speaks against it, in the order of precedence. */
  static final List<Rule<CancelCase>> RULES =
      List.of(
          Case::repeated,
          CancelCase::notOwn,
          CancelCase::expired,
          CancelCase::pending,
          CancelCase::alreadyCancelled);

  private final @Nullable Reservation reservation;
  private final int[] named;

  CancelCase(
      SessionState session, Request request, Command.Cancel command, Moment moment, long number) {
    super(session, request, moment, number);
    this.reservation = session.find(command.reservation());
    this.named =
        command.seats().stream().mapToInt(session.hall()::ordinalOf).sorted().distinct().toArray();
  }

  /** A foreign reservation and a missing one give the same answer. */
  private @Nullable Outcome notOwn() {
    return reservation == null
            || !reservation.customer().equals(request().customer())
            || !IntStream.of(named).allMatch(seat -> has(reservation.seats(), seat))
        ? Refusals.because(Reason.RESERVATION_NOT_FOUND)
        : null;
  }

  private @Nullable Outcome expired() {
    return existing().status() == ReservationStatus.EXPIRED
            || existing().isOverdue(moment().accepted())
        ? Refusals.because(Reason.HOLD_EXPIRED)
        : null;
  }

  private @Nullable Outcome pending() {
    return existing().status() == ReservationStatus.PAYING
        ? Refusals.because(Reason.PAYMENT_PENDING)
        : null;
  }

  private @Nullable Outcome alreadyCancelled() {
    return existing().status() == ReservationStatus.CANCELLED
        ? Refusals.because(Reason.ALREADY_CANCELLED)
        : null;
  }

  @Override
  Ruling grant() {
    Reservation before = existing();
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
    return new Refund(
        session().id(), request().id(), existing().id(), capture.id(), amount, number());
  }

  private Reservation existing() {
    return Objects.requireNonNull(reservation);
  }

  private static boolean has(int[] ascending, int seat) {
    return Arrays.binarySearch(ascending, seat) >= 0;
  }
}
