package dev.sluice.payment.settle;

import dev.sluice.allocation.snapshot.Payment.State;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Settlement;
import dev.sluice.payment.provider.Confirmation;
import dev.sluice.payment.provider.Money;
import dev.sluice.payment.provider.PaymentKey;

/**
 * A payment as slices and the job have written it down.
 *
 * @param id its name
 * @param shard of its session
 * @param amount what it is to take, in minor units
 * @param currency of the amount, as the session's terms say: it may be none
 * @param key the provider's name of it, as the client gave it: it may be none
 * @param state what slices have decided of it
 * @param attempt number of the attempt, from 1
 * @param calls how often the provider was called
 * @param verdict what it said
 * @param captured what it has taken, in minor units; 0 unless it has
 */
record PaymentAttempt(
    PaymentId id,
    int shard,
    long amount,
    String currency,
    String key,
    State state,
    int attempt,
    int calls,
    Verdict verdict,
    long captured) {

  /** Without the key: who knows it knows too much. */
  @Override
  public String toString() {
    return "PaymentAttempt[%s, %s, attempt=%d, calls=%d, %s]"
        .formatted(id, state, attempt, calls, verdict);
  }

  /** Whether slices have decided what the provider said. */
  boolean isSettled() {
    return switch (verdict) {
      case UNKNOWN -> false;
      case CAPTURED -> state == State.CAPTURED || state == State.RETURNED;
      case DECLINED -> state != State.OPEN;
    };
  }

  /**
   * What the provider is asked to do.
   *
   * @throws IllegalArgumentException if it cannot be asked that: key or currency are none, or
   *     nothing is due
   */
  Confirmation confirmation() {
    return new Confirmation(
        id.attemptKey(attempt),
        new PaymentKey(key),
        id.reservation().toString(),
        new Money(amount, currency));
  }

  /**
   * What is to be decided.
   *
   * @throws IllegalStateException if the provider has not said it
   */
  Command.Settle settlement() {
    return switch (verdict) {
      case UNKNOWN -> throw new IllegalStateException("Nothing is known of " + id);
      case CAPTURED ->
          new Command.Settle(id.reservation(), id.pay(), Settlement.CAPTURED, captured);
      case DECLINED -> new Command.Settle(id.reservation(), id.pay(), Settlement.DECLINED, 0);
    };
  }
}
