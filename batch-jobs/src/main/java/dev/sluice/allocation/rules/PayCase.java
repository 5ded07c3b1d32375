package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.Limits;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request to pay for a hold. Whether it was in time is asked of when it was accepted. */
final class PayCase extends Case {

  /** What speaks against it, in the order of precedence. */
  static final List<Rule<PayCase>> RULES =
      List.of(
          Case::repeated,
          PayCase::begunBefore,
          PayCase::notOwn,
          PayCase::expired,
          PayCase::pending,
          PayCase::alreadyPaid,
          PayCase::alreadyCancelled,
          PayCase::wrongAmount,
          PayCase::tooMany);

  private final Command.Pay command;
  private final @Nullable Reservation reservation;

  PayCase(SessionState session, Request request, Command.Pay command, Moment moment, long number) {
    super(session, request, moment, number);
    this.command = command;
    this.reservation = session.find(command.reservation());
  }

  /** A payment's id stands for it as long as its reservation does, longer than ids are kept. */
  private @Nullable Outcome begunBefore() {
    Payment first = reservation == null ? null : reservation.findPayment(request().id());
    if (first == null) {
      return null;
    }
    return first.digest().equals(request().digest())
        ? new Outcome.Duplicate(first.number())
        : Refusals.because(Reason.REQUEST_ID_REUSED);
  }

  /** A foreign reservation and a missing one give the same answer. */
  private @Nullable Outcome notOwn() {
    return reservation == null || !reservation.customer().equals(request().customer())
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

  private @Nullable Outcome alreadyPaid() {
    return existing().status() == ReservationStatus.CONFIRMED
        ? Refusals.because(Reason.ALREADY_PAID)
        : null;
  }

  private @Nullable Outcome alreadyCancelled() {
    return existing().status() == ReservationStatus.CANCELLED
        ? Refusals.because(Reason.ALREADY_CANCELLED)
        : null;
  }

  private @Nullable Outcome wrongAmount() {
    return existing().amount() == command.amount()
        ? null
        : Refusals.because(Reason.AMOUNT_MISMATCH);
  }

  private @Nullable Outcome tooMany() {
    return existing().payments().size() >= Limits.PAYMENTS_PER_RESERVATION_MAX
        ? Refusals.because(Reason.TOO_MANY_PAYMENTS)
        : null;
  }

  /** Where nothing is due no provider is asked. */
  @Override
  Ruling grant() {
    Reservation before = existing();
    String currency = session().terms().currency();
    if (before.amount() == 0) {
      return new Ruling(
          new Outcome.Confirmed(before.id(), session().hall().labels(before.seats()), 0, currency),
          List.of(new Change.Continued(before, before.confirmed(moment().decided()))));
    }
    var payment =
        new Payment(
            request().id(),
            request().digest(),
            number(),
            before.amount(),
            Objects.requireNonNull(command.paymentKey()),
            Payment.State.OPEN,
            0);
    return new Ruling(
        new Outcome.Paying(before.id(), before.amount(), currency),
        List.of(new Change.Continued(before, before.paying(payment, moment().decided()))));
  }

  private Reservation existing() {
    return Objects.requireNonNull(reservation);
  }
}
