package dev.sluice.payment.sandbox;

import dev.sluice.payment.provider.Answer;
import dev.sluice.payment.provider.Confirmation;
import dev.sluice.payment.provider.Money;
import dev.sluice.payment.provider.Payment;
import dev.sluice.payment.provider.PaymentKey;
import dev.sluice.payment.provider.RefundAnswer;
import dev.sluice.payment.provider.RefundOrder;
import java.time.Instant;

/**
 * A call as the sandbox remembers it.
 *
 * @param amount what it took or gave back; nothing, if it was declined or met a busy sandbox
 */
record SandboxCall(
    String key,
    PaymentKey paymentKey,
    String orderId,
    Outcome outcome,
    Money amount,
    Instant calledAt) {

  /** What came of a call; stored by name. */
  enum Outcome {
    /** It took money. */
    CAPTURED,
    /** It gave money back. */
    REFUNDED,
    /** It took nothing, and no other call for this payment will. */
    DECLINED,
    /** It took nothing, but the next one will. */
    BUSY
  }

  /** The answer to an attempt under this key; of another payment's key it says nothing. */
  Answer answerTo(Confirmation asked) {
    if (!paymentKey.equals(asked.paymentKey())) {
      return new Answer.Unknown("The key was used for another payment");
    }
    return switch (outcome) {
      case CAPTURED -> asked.answerTo(payment(amount));
      case DECLINED -> new Answer.Declined("DECLINED", "as the payment key asks");
      case BUSY -> new Answer.Temporary("BUSY", "as the payment key asks");
      case REFUNDED -> new Answer.Unknown("The key was used for a refund");
    };
  }

  /** The answer to an order under this key. */
  RefundAnswer answerTo(RefundOrder order) {
    return outcome == Outcome.REFUNDED
            && paymentKey.equals(order.paymentKey())
            && amount.equals(order.amount())
        ? new RefundAnswer.Refunded(order.balanceAfter())
        : new RefundAnswer.Unknown("The key was used for something else");
  }

  /** The payment that it captured, of which that much is left. */
  Payment payment(Money balance) {
    return new Payment(
        paymentKey, orderId, amount, balance, new Payment.Details("sandbox", null, calledAt, null));
  }
}
