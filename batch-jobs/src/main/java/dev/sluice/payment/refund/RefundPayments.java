package dev.sluice.payment.refund;

import dev.sluice.payment.call.Pauses;
import dev.sluice.payment.call.Work;
import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.provider.RefundAnswer;
import dev.sluice.payment.provider.RefundOrder;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done for refunds: those of one payment go back one at a time, in the order in which
 * they came to be owed, each with the balance that the one before it left.
 */
final class RefundPayments implements Work<RefundAttempt> {

  private static final Logger log = LoggerFactory.getLogger(RefundPayments.class);

  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  /** What was refused, people look at; they may also give it back elsewhere. */
  private static final Duration PAUSE_REFUSED = Duration.ofDays(1);

  private final RefundAttempts attempts;
  private final PaymentProvider provider;

  RefundPayments(RefundAttempts attempts, PaymentProvider provider) {
    this.attempts = attempts;
    this.provider = provider;
  }

  @Override
  public boolean isDue() {
    return attempts.isDue();
  }

  @Override
  public Object keyOf(RefundAttempt item) {
    return item.id();
  }

  /** Nothing: a refund that was given back needs no more. */
  @Override
  public int bringOn(int max) {
    return 0;
  }

  @Override
  public List<RefundAttempt> list(int max) {
    attempts.add(max);
    return attempts.listDue(max);
  }

  @Override
  public boolean call(RefundAttempt item) {
    RefundAnswer answer = ask(item);
    Duration pause = Pauses.after(item.calls(), PAUSE_MAX);
    switch (answer) {
      case RefundAnswer.Refunded(var balance) -> {
        attempts.done(item, "given back, left are " + balance);
        return true;
      }
      case RefundAnswer.Unknown(String why) ->
          attempts.notDone(item, item.attempt(), item.refused(), why, pause);
      case RefundAnswer.Temporary(String code, String message) ->
          attempts.notDone(item, item.attempt() + 1, item.refused(), code + ": " + message, pause);
      case RefundAnswer.Refused(String code, String message) ->
          attempts.notDone(item, item.attempt() + 1, true, code + ": " + message, PAUSE_REFUSED);
    }
    log.info("Refund {} is not done: {}", item.id(), answer);
    return false;
  }

  private RefundAnswer ask(RefundAttempt item) {
    RefundOrder order;
    try {
      order = item.order();
    } catch (IllegalArgumentException e) {
      return new RefundAnswer.Refused("NOT_SENT", String.valueOf(e.getMessage()));
    }
    return Pauses.isQuery(item.calls()) ? provider.query(order) : provider.refund(order);
  }
}
