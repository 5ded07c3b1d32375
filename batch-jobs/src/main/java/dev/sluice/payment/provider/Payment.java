package dev.sluice.payment.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment that has taken money, as the provider tells it.
 *
 * @param captured what was taken
 * @param balance what of it has not been given back
 * @param details what is worth keeping beside
 */
public record Payment(
    PaymentKey key, String orderId, Money captured, Money balance, Details details) {

  /**
   * Such a payment.
   *
   * @throws IllegalArgumentException if more is left than was taken
   */
  public Payment {
    var _ = captured.minus(balance);
  }

  /**
   * What nothing is decided from: for people, receipts and the books. Each is null if it was not
   * told.
   *
   * @param method how it was paid, in the provider's words and language
   * @param transaction the provider's id of the newest movement of money
   * @param approvedAt when the money was taken
   * @param receipt address of a receipt
   */
  public record Details(
      @Nullable String method,
      @Nullable String transaction,
      @Nullable Instant approvedAt,
      @Nullable String receipt) {}
}
