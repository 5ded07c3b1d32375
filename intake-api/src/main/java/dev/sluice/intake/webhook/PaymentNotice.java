package dev.sluice.intake.webhook;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.web.problem.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What Toss Payments sends when a payment has changed: its documents name no signature. */
final class PaymentNotice {

  private PaymentNotice() {}

  /**
   * The payment key that it names, whatever kind of event it is: {@code data.paymentKey}. Null if
   * it names none that could be one.
   *
   * @throws Problem 400 if it is no JSON object
   * @throws JacksonException if it is no JSON, or nested too deep
   */
  static @Nullable String readPaymentKey(byte[] body) {
    try (JsonParser json = CommandJson.parser(body, 0, body.length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw Problem.invalid("", "must be a JSON object");
      }
      String key = null;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean payment = json.currentName().equals("data");
        if (json.nextToken() == JsonToken.START_OBJECT && payment) {
          key = readKeyOfPayment(json);
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw Problem.invalid("", "must be one JSON object, with nothing behind it");
      }
      return key;
    }
  }

  private static @Nullable String readKeyOfPayment(JsonParser json) {
    String key = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean named = json.currentName().equals("paymentKey");
      if (json.nextToken() == JsonToken.VALUE_STRING && named) {
        key = json.getString();
      } else {
        json.skipChildren();
      }
    }
    return key != null && Command.PAYMENT_KEY.matcher(key).matches() ? key : null;
  }
}
