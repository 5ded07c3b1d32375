package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.FirstOfId;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request to pay for a hold. Whether it was in time is asked of when it was accepted. */
final class PayCase extends ReservationCase {

  /** What speaks against it, in the order of precedence. */
  static final List<Rule<PayCase>> RULES =
      List.of(
          Case::repeated,
          PayCase::begunBefore,
          ReservationCase::notOwn,
          ReservationCase::stillWaiting,
          ReservationCase::alreadyLeft,
          ReservationCase::expired,
          ReservationCase::pending,
          PayCase::alreadyPaid,
          ReservationCase::alreadyCancelled,
          PayCase::wrongAmount,
          PayCase::tooMany);

  private final Command.Pay command;

  PayCase(SessionState session, Request request, Command.Pay command, Moment moment, long number) {
    super(session, request, command.reservation(), moment, number);
    this.command = command;
  }

  /** A payment's id stands for it as long as its reservation does, longer than ids are kept. */
  private @Nullable Outcome begunBefore() {
    Payment first = find() == null ? null : get().findPayment(request().id());
    return first == null
        ? null
        : new FirstOfId(first.number(), first.digest()).outcomeOf(request());
  }

  private @Nullable Outcome alreadyPaid() {
    return get().status() == ReservationStatus.CONFIRMED
        ? Refusals.because(Reason.ALREADY_PAID)
        : null;
  }

  private @Nullable Outcome wrongAmount() {
    return get().amount() == command.amount() ? null : Refusals.because(Reason.AMOUNT_MISMATCH);
  }

  private @Nullable Outcome tooMany() {
    return get().payments().size() >= Limits.PAYMENTS_PER_RESERVATION_MAX
        ? Refusals.because(Reason.TOO_MANY_PAYMENTS)
        : null;
  }

  /** Where nothing is due no provider is asked. */
  @Override
  Ruling grant() {
    Reservation before = get();
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
}
