package dev.sluice.payment.provider;

import java.util.regex.Pattern;

/**
 * One attempt to take money.
 *
 * @param attemptKey the idempotency key, made by the server from session, reservation, PAY id and
 *     the number of the attempt, since the same PAY id may come for another reservation: 1 to 300
 *     visible ASCII characters
 * @param paymentKey which payment, as the client says
 * @param orderId what is paid: the reservation's id as text; 6 to 64 letters, digits, {@code _},
 *     {@code =}, {@code -}
 * @param amount what is to be taken, more than nothing
 */
public record Confirmation(String attemptKey, PaymentKey paymentKey, String orderId, Money amount) {

  private static final Pattern KEY = Pattern.compile("[!-~]{1,300}");
  private static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9_=-]{6,64}");

  /**
   * Such an attempt.
   *
   * @throws IllegalArgumentException if a part is not as it should be
   */
  public Confirmation {
    requireKey(attemptKey);
    if (!ORDER_ID.matcher(orderId).matches()) {
      throw new IllegalArgumentException("No order id: " + orderId);
    }
    if (amount.isZero()) {
      throw new IllegalArgumentException("Nothing to be paid for " + orderId);
    }
  }

  /**
   * Judges a payment that has taken money. What is told of another payment, such as the replayed
   * answer of another attempt, says nothing of this one.
   *
   * @param told the payment as the provider tells it
   */
  public Answer answerTo(Payment told) {
    if (!told.key().equals(paymentKey)) {
      return new Answer.Unknown("What was told is about another payment");
    }
    if (!told.orderId().equals(orderId)) {
      return new Answer.Unfit(told, "captured for another order");
    }
    if (!told.captured().equals(amount)) {
      return new Answer.Unfit(told, "captured " + told.captured() + ", not " + amount);
    }
    return new Answer.Captured(told);
  }

  static void requireKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("No idempotency key: " + key);
    }
  }
}
