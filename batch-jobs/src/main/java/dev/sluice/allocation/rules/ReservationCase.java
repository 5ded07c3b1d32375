package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Request;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request about a reservation that there is, or should be. */
abstract class ReservationCase extends Case {

  private final @Nullable Reservation reservation;

  ReservationCase(
      SessionState session, Request request, UUID reservation, Moment moment, long number) {
    super(session, request, moment, number);
    this.reservation = session.find(reservation);
  }

  /** The reservation; null if there is none. */
  final @Nullable Reservation find() {
    return reservation;
  }

  /** The reservation, where a rule has seen to it that there is one. */
  final Reservation get() {
    return Objects.requireNonNull(reservation);
  }

  /** A foreign reservation and a missing one give the same answer. */
  final @Nullable Outcome notOwn() {
    return reservation == null || !reservation.customer().equals(request().customer())
        ? Refusals.because(Reason.RESERVATION_NOT_FOUND)
        : null;
  }

  /** What waits has no seats that could be given back or paid. */
  final @Nullable Outcome stillWaiting() {
    return get().status() == ReservationStatus.WAITING && !isWaitOver()
        ? Refusals.because(Reason.STILL_WAITING)
        : null;
  }

  final @Nullable Outcome alreadyLeft() {
    return get().status() == ReservationStatus.LEFT || isWaitOver()
        ? Refusals.because(Reason.ALREADY_LEFT)
        : null;
  }

  /** Whether it waited long enough, though no slice has ended it yet. */
  private boolean isWaitOver() {
    return get().status() == ReservationStatus.WAITING
        && !moment().accepted().isBefore(get().holdExpiresAt());
  }

  /** Whether it was in time is asked of when the request was accepted. */
  final @Nullable Outcome expired() {
    return get().status() == ReservationStatus.EXPIRED || get().isOverdue(moment().accepted())
        ? Refusals.because(Reason.HOLD_EXPIRED)
        : null;
  }

  /** What is being paid waits for its provider's answer. */
  final @Nullable Outcome pending() {
    return get().status() == ReservationStatus.PAYING
        ? Refusals.because(Reason.PAYMENT_PENDING)
        : null;
  }

  final @Nullable Outcome alreadyCancelled() {
    return get().status() == ReservationStatus.CANCELLED
        ? Refusals.because(Reason.ALREADY_CANCELLED)
        : null;
  }
}
