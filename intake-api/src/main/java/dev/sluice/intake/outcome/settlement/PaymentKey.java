package dev.sluice.intake.outcome.settlement;

import dev.sluice.contract.outcome.Outcome;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names a payment. The id of its PAY alone would not: it is unique within the session only as long
 * as ids are remembered.
 *
 * @param session its session
 * @param reservation that is to be paid
 * @param payment request id of its PAY
 */
public record PaymentKey(UUID session, UUID reservation, UUID payment)
    implements Comparable<PaymentKey> {

  private static final Comparator<PaymentKey> ORDER =
      Comparator.comparing(PaymentKey::payment)
          .thenComparing(PaymentKey::reservation)
          .thenComparing(PaymentKey::session);

  /**
   * The payment that an outcome settles; null if it settles none, or one that was settled before.
   */
  static @Nullable PaymentKey settledBy(UUID session, Outcome outcome) {
    UUID reservation = outcome.reservation();
    UUID payment = outcome.payment();
    return reservation == null || payment == null || outcome instanceof Outcome.SettledBefore
        ? null
        : new PaymentKey(session, reservation, payment);
  }

  @Override
  public int compareTo(PaymentKey other) {
    return ORDER.compare(this, other);
  }
}
