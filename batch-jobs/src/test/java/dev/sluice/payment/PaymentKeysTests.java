package dev.sluice.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Command;
import dev.sluice.payment.provider.PaymentKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the intake takes for a payment key a provider can be asked with: the port knows nothing of
 * the contract, so the shape is written twice. Seen to fail with a shape that allows one more sign.
 */
class PaymentKeysTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        ".",
        "a.",
        "-_=",
        "a/b",
        "a b",
        "a+b",
        "a~b",
        "é",
        "a\n",
        "tgen_2026-A.1="
      })
  void areTheSameForTheIntakeAndForAProvider(String text) {
    for (String padded : new String[] {text, "x".repeat(199) + text, "x".repeat(200) + text}) {
      assertThat(PaymentKey.isValid(padded))
          .isEqualTo(Command.PAYMENT_KEY.matcher(padded).matches());
    }
  }
}
