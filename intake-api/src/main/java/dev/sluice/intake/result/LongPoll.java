package dev.sluice.intake.result;

import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.Standing;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * A call that is answered once its request is decided, and what it pays is settled, or its time is
 * over. Holds no thread.
 */
final class LongPoll implements Runnable {

  /** The wait has an end of its own. */
  private static final long NO_TIMEOUT = 0;

  private final Outcomes outcomes;
  private final Address address;
  private final long until;
  private final Function<Standing, ResponseEntity<RequestView>> answering;
  private final DeferredResult<ResponseEntity<RequestView>> answer =
      new DeferredResult<>(NO_TIMEOUT);

  private LongPoll(
      Outcomes outcomes,
      Address address,
      Duration time,
      Function<Standing, ResponseEntity<RequestView>> answering) {
    this.outcomes = outcomes;
    this.address = address;
    this.until = System.nanoTime() + time.toNanos();
    this.answering = answering;
  }

  /** Begins to wait for what is not final. */
  static DeferredResult<ResponseEntity<RequestView>> begin(
      Outcomes outcomes,
      Address address,
      Standing.Pending pending,
      Duration time,
      WaitingCalls.Call call,
      Function<Standing, ResponseEntity<RequestView>> answering) {
    var poll = new LongPoll(outcomes, address, time, answering);
    poll.answer.onCompletion(call::end);
    outcomes.await(address.shard(), pending, time, poll);
    return poll.answer;
  }

  @Override
  public void run() {
    try {
      Standing standing = RequestController.find(outcomes, address);
      Duration left = Duration.ofNanos(until - System.nanoTime());
      if (standing instanceof Standing.Pending pending
          && left.isPositive()
          && outcomes.isServing()) {
        outcomes.await(address.shard(), pending, left, this);
      } else {
        answer.setResult(answering.apply(standing));
      }
    } catch (RuntimeException e) {
      answer.setErrorResult(e);
    }
  }
}
