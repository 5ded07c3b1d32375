package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of each command, in the order of precedence: that of the constants of {@link Reason}.
 *
 * @param named for seats by name
 * @param best for the best available seats
 * @param leave for waiting no longer
 * @param cancel for giving back
 * @param pay for paying
 * @param settle for what became of a payment
 * @param ending what becomes of what is over
 * @param consequences what follows behind a change, in the order in which they are asked
 */
public record Rules(
    List<Rule<NamedCase>> named,
    List<Rule<BestCase>> best,
    List<Rule<LeaveCase>> leave,
    List<Rule<CancelCase>> cancel,
    List<Rule<PayCase>> pay,
    List<Rule<SettleCase>> settle,
    Ending ending,
    List<Consequences> consequences) {

  /** The rules. */
  public static final Rules STANDARD =
      new Rules(
          NamedCase.RULES,
          BestCase.RULES,
          LeaveCase.RULES,
          CancelCase.RULES,
          PayCase.RULES,
          SettleCase.RULES,
          Ending.STANDARD,
          List.of(new Serving(BestCase.OF_WAITERS)));

  /**
   * What becomes of the request. Changes nothing, so that nothing is half done if it throws.
   *
   * @param session null if there is no such session
   * @param number that the outcome will have
   */
  public Ruling rule(@Nullable SessionState session, Request request, Moment moment, long number) {
    if (session == null) {
      return Ruling.of(Refusals.because(Reason.UNKNOWN_SESSION));
    }
    return switch (request.command()) {
      case Command.ReserveNamed command ->
          rule(named, new NamedCase(session, request, command, moment, number));
      case Command.ReserveBest command ->
          rule(best, new BestCase(session, request, command, moment, number));
      case Command.LeaveWaitlist command ->
          rule(leave, new LeaveCase(session, request, command, moment, number));
      case Command.Cancel command ->
          rule(cancel, new CancelCase(session, request, command, moment, number));
      case Command.Pay command -> rule(pay, new PayCase(session, request, command, moment, number));
      case Command.Settle command ->
          rule(settle, new SettleCase(session, request, command, moment, number));
      // What is due has happened before it.
      case Command.Expire _ -> new Ruling(new Outcome.Pulsed(), List.of(new Change.Looked()));
    };
  }

  private static <C extends Case> Ruling rule(List<Rule<C>> rules, C request) {
    for (Rule<C> rule : rules) {
      Outcome outcome = rule.refuse(request);
      if (outcome != null) {
        return request.refused(outcome);
      }
    }
    return request.grant();
  }
}
