package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.request.Request;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request for seats. */
abstract class ReserveCase extends Case {

  ReserveCase(SessionState session, Request request, Moment moment, long number) {
    super(session, request, moment, number);
  }

  /** The first instant of the sale belongs to it. */
  final @Nullable Outcome beforeSale() {
    return moment().accepted().isBefore(session().terms().opensAt())
        ? Refusals.because(Reason.SALES_NOT_OPEN)
        : null;
  }

  /** The closing instant does not belong to the sale. */
  final @Nullable Outcome afterSale() {
    return moment().accepted().isBefore(session().terms().closesAt())
        ? null
        : Refusals.because(Reason.SALES_CLOSED);
  }

  /**
   * How many seats the customer may still have in the session; negative if terms became stricter.
   */
  final int allowance() {
    return session().terms().seatsPerCustomerMax() - session().seatsOf(request().customer());
  }

  /** When a hold ends that begins now. */
  final Instant holdEnd() {
    return moment().decided().plus(session().terms().hold());
  }

  /** These seats, held for the customer. */
  final Ruling hold(int[] seats) {
    Terms terms = session().terms();
    var reservation =
        new Reservation(
            session().id(),
            request().id(),
            request().customer(),
            ReservationStatus.HELD,
            request().digest(),
            number(),
            session().grades().amount(seats),
            seats,
            holdEnd(),
            moment().decided(),
            moment().decided(),
            List.of());
    var outcome =
        new Outcome.Held(
            reservation.id(),
            session().hall().labels(seats),
            reservation.amount(),
            terms.currency(),
            reservation.holdExpiresAt());
    return new Ruling(outcome, List.of(new Change.Begun(reservation)));
  }
}
