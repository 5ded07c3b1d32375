package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to wait no longer. */
final class LeaveCase extends ReservationCase {

  /** What speaks against it, in the order of precedence. */
  static final List<Rule<LeaveCase>> RULES =
      List.of(
          Case::repeated,
          ReservationCase::notOwn,
          ReservationCase::alreadyLeft,
          LeaveCase::alreadyServed);

  LeaveCase(
      SessionState session,
      Request request,
      Command.LeaveWaitlist command,
      Moment moment,
      long number) {
    super(session, request, command.reservation(), moment, number);
  }

  private @Nullable Outcome alreadyServed() {
    return get().status() == ReservationStatus.WAITING
        ? null
        : Refusals.because(Reason.ALREADY_SERVED);
  }

  @Override
  Ruling grant() {
    return new Ruling(
        new Outcome.Left(get().id()),
        List.of(
            new Change.Continued(
                get(), get().endedAs(ReservationStatus.LEFT, moment().decided()))));
  }
}
