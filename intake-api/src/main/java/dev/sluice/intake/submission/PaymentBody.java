package dev.sluice.intake.submission;

import dev.sluice.contract.Limits;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a payment, for the API's description; bodies are read without it. */
@Schema(name = "PaymentRequest", description = "What is to be paid, and with which payment")
public record PaymentBody(
    @Schema(
            description =
                "What is to be paid, in minor units: what the reservation costs, or it is refused",
            minimum = "0",
            example = "39000")
        long amount,
    @Schema(
            description =
                "The payment provider's key of the payment that the customer began; needed where"
                    + " something is to be paid",
            pattern = KEY,
            example = "tgen_20261121100055aBc1")
        @Nullable String paymentKey,
    @Schema(
            description = "Your own note",
            maxLength = Limits.REFERENCE_LENGTH_MAX,
            example = "order 4711")
        @Nullable String reference) {

  /** What a provider's key looks like. */
  public static final String KEY =
      "^[A-Za-z0-9_=-][A-Za-z0-9._=-]{0," + (Limits.PAYMENT_KEY_LENGTH_MAX - 1) + "}$";
}
