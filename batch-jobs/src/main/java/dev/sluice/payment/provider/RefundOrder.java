package dev.sluice.payment.provider;

/**
 * An order to give money back, all that is left of a payment or a part.
 *
 * @param refundKey the idempotency key, made by the server: 1 to 300 visible ASCII characters
 * @param amount what goes back, to the unit: more than nothing, and no more than the balance
 * @param balance what must be left of the payment before; otherwise nothing goes back
 * @param reason for the customer and the provider: 1 to 200 characters
 */
public record RefundOrder(
    String refundKey, PaymentKey paymentKey, Money amount, Money balance, String reason) {

  private static final int REASON_LENGTH_MAX = 200;

  /**
   * Such an order.
   *
   * @throws IllegalArgumentException if a part is not as it should be
   */
  public RefundOrder {
    Confirmation.requireKey(refundKey);
    if (amount.isZero()) {
      throw new IllegalArgumentException("Nothing goes back under " + refundKey);
    }
    if (reason.isBlank() || reason.length() > REASON_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "A reason of %d characters for %s".formatted(reason.length(), refundKey));
    }
    var _ = balance.minus(amount);
  }

  /** What is left of the payment when it is done, and only then. */
  public Money balanceAfter() {
    return balance.minus(amount);
  }

  /**
   * Judges the balance of the payment after silence. While it is the one before the order nothing
   * went back, and whatever is still on its way under an old key is refused once a new key's is
   * done. If it is neither, people must look.
   */
  public RefundAnswer answerTo(Money told) {
    if (told.equals(balanceAfter())) {
      return new RefundAnswer.Refunded(told);
    }
    if (told.equals(balance)) {
      return new RefundAnswer.Temporary("NOT_DONE", "The balance is still " + told);
    }
    return new RefundAnswer.Unknown(
        "The balance is %s, neither %s nor %s".formatted(told, balance, balanceAfter()));
  }
}
