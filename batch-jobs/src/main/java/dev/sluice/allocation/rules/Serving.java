package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.allocation.snapshot.Waiter;
import dev.sluice.allocation.snapshot.Waiters;
import dev.sluice.contract.outcome.Transition;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who waits is served, first come first, each whole: the first one who fits. One who does not keeps
 * the place. Each is judged like a RESERVE at the instant that let it fit.
 */
final class Serving implements Consequences {

  private final List<Rule<BestCase>> rules;

  /** By these rules, in the order of precedence; the last one looks for the seats. */
  Serving(List<Rule<BestCase>> rules) {
    this.rules = rules;
  }

  @Override
  public @Nullable Consequence next(
      SessionState session, Moment moment, long number, Set<UUID> aside) {
    Waiters waiters = session.waiters();
    if (waiters.isEmpty()) {
      return null;
    }
    Waiter waiter = waiters.findNext(0);
    while (waiter != null) {
      if (!waiter.isOver(moment.accepted()) && !aside.contains(waiter.reservation().id())) {
        Consequence served = serve(session, waiter, moment, number);
        if (served != null) {
          return served;
        }
      }
      waiter = waiters.findNext(waiter.number());
    }
    return null;
  }

  private @Nullable Consequence serve(
      SessionState session, Waiter waiter, Moment moment, long number) {
    try {
      var request = new BestCase(session, waiter.request(), waiter.wish(), moment, number);
      for (Rule<BestCase> rule : rules) {
        if (rule.refuse(request) != null) {
          return null;
        }
      }
      return request.serve(waiter.reservation());
    } catch (RuntimeException e) {
      return new Consequence(
          new Transition.PutAside(session.id(), waiter.reservation().id(), FailureText.of(e)),
          List.of());
    }
  }
}
