package dev.sluice.payment.toss;

import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.provider.PaymentProviderConformance;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Over HTTP, with a server that remembers as Toss does. Seen to fail with a new idempotency key for
 * each call, and without the balance expected.
 */
class TossConformanceTests extends PaymentProviderConformance {

  private TossServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TossServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected PaymentProvider provider() {
    return new TossProvider(
        new TossSettings(
            server.url(), TossServer.SECRET_KEY, Duration.ofSeconds(2), Duration.ofSeconds(10)));
  }

  @Override
  protected long net(String orderId) {
    return server.net(orderId);
  }
}
