package dev.sluice.payment.settle;

import dev.sluice.allocation.snapshot.Payment.State;
import dev.sluice.payment.call.Pauses;
import dev.sluice.payment.call.Work;
import dev.sluice.payment.settle.PaymentAttempts.Said;
import dev.sluice.stream.Settlements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What is to be done for payments: each gets an attempt with its payment key, the provider is asked
 * until its answer is final, and the answer is appended to the stream until slices have decided it.
 */
final class SettlePayments implements Work<PaymentAttempt> {

  private static final Logger log = LoggerFactory.getLogger(SettlePayments.class);

  /** While a reservation waits for the answer. */
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  /** Where a person has decided before the provider did, who may still take the money. */
  private static final Duration PAUSE_MAX_DECIDED = Duration.ofDays(1);

  /** Nobody waits longer once it answers. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(15);

  private final PaymentAttempts attempts;
  private final PaymentCall call;
  private final Settlements settlements;

  private final Map<Integer, Silence> silent = new HashMap<>();

  SettlePayments(PaymentAttempts attempts, PaymentCall call, Settlements settlements) {
    this.attempts = attempts;
    this.call = call;
    this.settlements = settlements;
  }

  @Override
  public boolean isDue() {
    return attempts.isDue();
  }

  @Override
  public Object keyOf(PaymentAttempt item) {
    return item.id();
  }

  @Override
  public int bringOn(int max) {
    List<PaymentAttempt> answered = attempts.listAnswered(max);
    List<PaymentAttempt> settled = answered.stream().filter(PaymentAttempt::isSettled).toList();
    attempts.finish(settled);
    append(answered.stream().filter(one -> !one.isSettled()).toList());
    return settled.size();
  }

  @Override
  public List<PaymentAttempt> list(int max) {
    attempts.claim(max);
    return attempts.listAsked(max);
  }

  /** What fails for a shard holds no other up. */
  private void append(List<PaymentAttempt> answered) {
    var failed = new ArrayList<PaymentAttempt>();
    var appended = new ArrayList<PaymentAttempt>();
    answered.stream()
        .collect(Collectors.groupingBy(PaymentAttempt::shard, TreeMap::new, Collectors.toList()))
        .forEach((shard, some) -> (append(shard, some) ? appended : failed).addAll(some));
    attempts.appended(appended);
    attempts.postpone(failed);
  }

  private boolean append(int shard, List<PaymentAttempt> answered) {
    Silence silence = silent.get(shard);
    if (silence != null && System.nanoTime() - silence.since < silence.pause().toNanos()) {
      return false;
    }
    try {
      settlements.append(
          shard,
          answered.stream()
              .map(one -> new Settlements.Settled(one.id().session(), one.settlement()))
              .toList());
      silent.remove(shard);
      return true;
    } catch (RuntimeException e) {
      silent.put(shard, new Silence(silence == null ? 0 : silence.times + 1, System.nanoTime()));
      log.atLevel(silence == null ? Level.WARN : Level.DEBUG)
          .setCause(e)
          .log("What became of payments does not reach shard {}; it is tried again", shard);
      return false;
    }
  }

  @Override
  public boolean call(PaymentAttempt item) {
    Said said = call.ask(item);
    boolean known = said.verdict() != Verdict.UNKNOWN;
    attempts.answer(item, said, known ? Duration.ZERO : pause(item));
    log.atLevel(known ? Level.DEBUG : Level.INFO)
        .log("Payment {}: {}, {}", item.id(), said.verdict(), said.words());
    return known;
  }

  private static Duration pause(PaymentAttempt asked) {
    return Pauses.after(asked.calls(), asked.state() == State.OPEN ? PAUSE_MAX : PAUSE_MAX_DECIDED);
  }

  /**
   * A shard whose Redis does not answer: waiting for it again and again would hold the others up.
   *
   * @param times how often it was waited for before
   * @param since the last time, in nanoseconds of the clock here
   */
  private record Silence(int times, long since) {

    private Duration pause() {
      return Pauses.after(times, SILENCE_MAX);
    }
  }
}
