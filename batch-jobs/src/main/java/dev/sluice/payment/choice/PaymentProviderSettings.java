package dev.sluice.payment.choice;

import dev.sluice.payment.sandbox.SandboxSettings;
import dev.sluice.payment.toss.TossSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which payment provider is asked, and how.
 *
 * @param provider the one that is
 */
@Validated
@ConfigurationProperties("sluice.payment")
public record PaymentProviderSettings(
    @DefaultValue("sandbox") Provider provider,
    @DefaultValue @Valid SandboxSettings sandbox,
    @DefaultValue @Valid TossSettings toss) {

  /** All that there are. */
  public enum Provider {
    /** No money moves. */
    SANDBOX,
    /** Toss Payments. */
    TOSS
  }

  /** Not a constraint of the key itself, whose value would then be shown. */
  @AssertTrue(message = "sluice.payment.toss.secret-key is needed")
  public boolean isSecretKeyThere() {
    return provider != Provider.TOSS || !toss.secretKey().isBlank();
  }
}
