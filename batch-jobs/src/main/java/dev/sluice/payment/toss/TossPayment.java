package dev.sluice.payment.toss;

import dev.sluice.payment.provider.Money;
import dev.sluice.payment.provider.Payment;
import dev.sluice.payment.provider.PaymentKey;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A payment as Toss tells it, whether it has taken money or not.
 *
 * @param status READY, IN_PROGRESS, WAITING_FOR_DEPOSIT, DONE, CANCELED, PARTIAL_CANCELED, ABORTED,
 *     EXPIRED, or one that is new
 * @param failure why it was aborted, for people; empty if it was not
 * @param payment with the whole amount as captured: if it has taken money
 */
record TossPayment(String status, String failure, Payment payment) {

  private static final int TEXT_LENGTH_MAX = 300;

  /**
   * Reads one; unknown fields are passed over.
   *
   * @throws IllegalArgumentException if a field is missing or makes no sense
   */
  static TossPayment read(JsonNode json) {
    String currency = text(json, "currency");
    var payment =
        new Payment(
            new PaymentKey(text(json, "paymentKey")),
            text(json, "orderId"),
            money(json, "totalAmount", currency),
            money(json, "balanceAmount", currency),
            new Payment.Details(
                find(json, "method"),
                find(json, "lastTransactionKey"),
                findInstant(json, "approvedAt"),
                find(json.path("receipt"), "url")));
    JsonNode failure = json.path("failure");
    return new TossPayment(
        text(json, "status"),
        failure.isObject()
            ? "%s: %s".formatted(find(failure, "code"), find(failure, "message"))
            : "",
        payment);
  }

  /** Whether money was taken and some of it is still here: the balance tells, not the status. */
  boolean hasMoney() {
    return switch (status) {
      case "DONE", "PARTIAL_CANCELED", "CANCELED" -> !payment.balance().isZero();
      default -> false;
    };
  }

  /** Whether it has no money and will never have any. */
  boolean isOver() {
    return switch (status) {
      case "ABORTED", "EXPIRED" -> true;
      case "DONE", "PARTIAL_CANCELED", "CANCELED" -> payment.balance().isZero();
      default -> false;
    };
  }

  private static String text(JsonNode json, String field) {
    String text = find(json, field);
    if (text == null) {
      throw new IllegalArgumentException("There is no " + field);
    }
    return text;
  }

  private static Money money(JsonNode json, String field, String currency) {
    JsonNode amount = json.path(field);
    if (!amount.isNumber()) {
      throw new IllegalArgumentException("There is no " + field);
    }
    BigDecimal decimal = amount.decimalValue();
    try {
      return Money.ofDecimal(decimal, currency);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("No amount of money in " + field, e);
    }
  }

  private static @Nullable Instant findInstant(JsonNode json, String field) {
    String text = find(json, field);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("No instant in " + field, e);
    }
  }

  private static @Nullable String find(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isString() && value.stringValue().length() <= TEXT_LENGTH_MAX
        ? value.stringValue()
        : null;
  }
}
