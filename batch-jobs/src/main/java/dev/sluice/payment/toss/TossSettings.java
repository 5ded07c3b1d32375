package dev.sluice.payment.toss;

import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Toss Payments is reached.
 *
 * @param url of the API, without a path; the secret key goes there, so only TLS will do, but for
 *     this machine
 * @param secretKey of the API: {@code test_sk_...} or {@code live_sk_...}; never shown
 * @param connectTimeout for a connection to be there
 * @param readTimeout for an answer to be there, to its last byte; a card company may take its time
 */
public record TossSettings(
    @DefaultValue("https://api.tosspayments.com") URI url,
    @DefaultValue("") String secretKey,
    @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(seconds = 30)
        Duration connectTimeout,
    @DefaultValue("30s") @DurationMin(millis = 100) @DurationMax(seconds = 120)
        Duration readTimeout) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Whether nobody on the way can read the secret key. */
  @AssertTrue(message = "https, or http to this machine")
  public boolean isUrlSafe() {
    return url.getHost() != null
        && ("https".equals(url.getScheme())
            || ("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost())));
  }

  @Override
  public String toString() {
    return "TossSettings[url=%s, connectTimeout=%s, readTimeout=%s]"
        .formatted(url, connectTimeout, readTimeout);
  }
}
