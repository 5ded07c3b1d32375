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
public record PaymentId(UUID session, UUID reservation, UUID payment)
    implements Comparable<PaymentId> {

  private static final Comparator<PaymentId> ORDER =
      Comparator.comparing(PaymentId::payment)
          .thenComparing(PaymentId::reservation)
          .thenComparing(PaymentId::session);

  /**
   * The payment that an outcome settles; null if it settles none, or one that was settled before.
   */
  static @Nullable PaymentId settledBy(UUID session, Outcome outcome) {
    UUID reservation = outcome.reservation();
    UUID payment = outcome.payment();
    return reservation == null || payment == null || outcome instanceof Outcome.SettledBefore
        ? null
        : new PaymentId(session, reservation, payment);
  }

  @Override
  public int compareTo(PaymentId other) {
    return ORDER.compare(this, other);
  }
}
