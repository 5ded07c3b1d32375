package dev.sluice.intake.result;

import dev.sluice.intake.outcome.OutcomeSettings;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Counts the calls that wait for an outcome, those of each caller and all of them, so that neither
 * one caller nor all together take more memory than there is. Thread-safe.
 */
@Component
final class WaitingCalls {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final OutcomeSettings settings;
  private final AtomicInteger all = new AtomicInteger();
  private final Map<String, Integer> byCaller = new ConcurrentHashMap<>();

  WaitingCalls(OutcomeSettings settings) {
    this.settings = settings;
  }

  /**
   * Begins a call that waits.
   *
   * @return empty if all callers together have as many as this replica bears
   * @throws Problem 429 if the caller has as many as one caller may
   */
  Optional<Call> begin(String customer) {
    int ofCaller = byCaller.merge(customer, 1, Integer::sum);
    if (ofCaller > settings.waitingPerCallerMax()) {
      leave(customer);
      throw Problem.of(
              IntakeProblem.TOO_MANY_REQUESTS,
              "You wait with more than "
                  + settings.waitingPerCallerMax()
                  + " calls at once, which is all that one caller may.")
          .retryAfter(RETRY_AFTER);
    }
    if (all.incrementAndGet() > settings.waitingMax()) {
      all.decrementAndGet();
      leave(customer);
      return Optional.empty();
    }
    return Optional.of(new Call(customer));
  }

  /** What those are told who find no room. */
  static Problem full() {
    return Problem.of(
            HttpProblem.NOT_NOW,
            "As many clients wait here already as this server bears; ask a little later.")
        .retryAfter(RETRY_AFTER);
  }

  private void leave(String customer) {
    byCaller.computeIfPresent(customer, (name, calls) -> calls == 1 ? null : calls - 1);
  }

  /** A call that waits. */
  final class Call {

    private final String customer;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Call(String customer) {
      this.customer = customer;
    }

    /** Makes room for another; a second time it does nothing. */
    void end() {
      if (ended.compareAndSet(false, true)) {
        all.decrementAndGet();
        leave(customer);
      }
    }
  }
}
