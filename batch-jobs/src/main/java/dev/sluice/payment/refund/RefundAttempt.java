package dev.sluice.payment.refund;

import dev.sluice.payment.provider.Money;
import dev.sluice.payment.provider.PaymentKey;
import dev.sluice.payment.provider.RefundOrder;
import java.util.UUID;

/**
 * A refund that is owed, the first of its payment that was not given back yet.
 *
 * @param id shard, and number of the outcome that made it be owed
 * @param session of the reservation
 * @param key the provider's name of the payment
 * @param amount what goes back, in minor units
 * @param balance what must be left of the payment before
 * @param currency of both, as the session's terms say: it may be none
 * @param attempt number of the attempt, from 1
 * @param calls how often the provider was called
 * @param refused whether it has said no
 */
record RefundAttempt(
    Id id,
    UUID session,
    String key,
    long amount,
    long balance,
    String currency,
    int attempt,
    int calls,
    boolean refused) {

  private static final String REASON = "Seats were given back";

  /** Without the key: who knows it knows too much. */
  @Override
  public String toString() {
    return "RefundAttempt[%s, %d of %d %s, attempt=%d, calls=%d, refused=%s]"
        .formatted(id, amount, balance, currency, attempt, calls, refused);
  }

  /**
   * What the provider is asked to do.
   *
   * @throws IllegalArgumentException if it cannot be asked that: key or currency are none, or more
   *     was to go back than is left
   */
  RefundOrder order() {
    return new RefundOrder(
        "refund-%s-%d-%d".formatted(session, id.number, attempt),
        new PaymentKey(key),
        new Money(amount, currency),
        new Money(balance, currency),
        REASON);
  }

  /**
   * Names a refund.
   *
   * @param shard of its session
   * @param number of the outcome that made it be owed
   */
  record Id(int shard, long number) {}
}
