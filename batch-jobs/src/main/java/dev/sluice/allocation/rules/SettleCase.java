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
import dev.sluice.contract.request.SystemRequests;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the provider said of a payment. It may be said again, late, or first no and then yes, or
 * more or less than was due may have been taken: money that was taken is never without seats or a
 * refund, and nothing is done twice.
 */
final class SettleCase extends ReservationCase {

  /** What speaks against it: only that it is not the system that says it. */
  static final List<Rule<SettleCase>> RULES = List.of(SettleCase::notOfSystem);

  private final Command.Settle command;

  SettleCase(
      SessionState session, Request request, Command.Settle command, Moment moment, long number) {
    super(session, request, command.reservation(), moment, number);
    this.command = command;
  }

  private @Nullable Outcome notOfSystem() {
    return SystemRequests.isOne(request()) ? null : Refusals.because(Reason.RESERVATION_NOT_FOUND);
  }

  /**
   * Settles it.
   *
   * @throws IllegalStateException if there is no such payment: money may have been taken for it, so
   *     it becomes a dead letter, and operators look
   */
  @Override
  Ruling grant() {
    Reservation before = find();
    Payment settled = before == null ? null : before.findPayment(command.payment());
    if (before == null || settled == null) {
      throw new IllegalStateException(
          "Reservation %s has no payment %s".formatted(command.reservation(), command.payment()));
    }
    return switch (settled.state()) {
      case OPEN ->
          switch (command.result()) {
            case CAPTURED ->
                command.amount() == settled.amount()
                    ? captured(before, settled)
                    : unfit(before, settled);
            case DECLINED -> declined(before, settled);
          };
      case DECLINED ->
          switch (command.result()) {
            case CAPTURED -> late(before, settled);
            case DECLINED -> settledBefore(before, settled);
          };
      case CAPTURED, RETURNED -> settledBefore(before, settled);
    };
  }

  private Ruling captured(Reservation before, Payment settled) {
    return new Ruling(
        new Outcome.Captured(
            before.id(),
            settled.id(),
            session().hall().labels(before.seats()),
            settled.amount(),
            session().terms().currency()),
        List.of(settle(before, settled, Payment.State.CAPTURED, ReservationStatus.CONFIRMED)));
  }

  /** It waits for payment again, until its old end: if that is over it ends right behind this. */
  private Ruling declined(Reservation before, Payment settled) {
    return new Ruling(
        new Outcome.Declined(before.id(), settled.id()),
        List.of(settle(before, settled, Payment.State.DECLINED, ReservationStatus.HELD)));
  }

  /** Something else was taken than was due: it pays for nothing. */
  private Ruling unfit(Reservation before, Payment settled) {
    return owed(settle(before, settled, Payment.State.RETURNED, ReservationStatus.HELD));
  }

  private Ruling late(Reservation before, Payment settled) {
    return owed(new Change.Continued(before, before.returned(settled, number())));
  }

  private Ruling owed(Change change) {
    var refund =
        new Refund(
            session().id(),
            request().id(),
            command.reservation(),
            command.payment(),
            command.amount(),
            number());
    return new Ruling(
        new Outcome.RefundOwed(
            refund.reservation(), refund.payment(), refund.amount(), session().terms().currency()),
        List.of(change, new Change.Owed(refund)));
  }

  private static Ruling settledBefore(Reservation before, Payment settled) {
    return Ruling.of(new Outcome.SettledBefore(before.id(), settled.id()));
  }

  private Change settle(
      Reservation before, Payment settled, Payment.State end, ReservationStatus next) {
    return new Change.Continued(
        before, before.settled(settled, end, number(), next, moment().decided()));
  }
}
