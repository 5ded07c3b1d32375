package dev.sluice.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What a client costs who only waits. Seen to fail: 130 KiB each, where a thread waited and
 * Tomcat's buffers were as they come; 109 KiB without the thread.
 */
class WaitingMemoryIntegrationTests {

  private static final int CUSTOMERS = 20;
  private static final int CALLS_PER_CUSTOMER = 50;
  private static final int CALLS = CUSTOMERS * CALLS_PER_CUSTOMER;

  /** Ten thousand of them leave 100 of 512 MiB to all else, which takes 35 with empty caches. */
  private static final long EACH_MAX = 42 * 1024;

  private final Intake intake = Intake.shared();
  private final UUID session = TestSessions.aSession(3);

  @Test
  void tenThousandFitInHalfAGigabyte() throws IOException, InterruptedException {
    try (FakeDrain drain = FakeDrain.of(3)) {
      var orders = new ArrayList<byte[]>();
      for (int i = 0; i < CUSTOMERS; i++) {
        UUID id = UUID.randomUUID();
        String customer = "waiting-" + i;
        intake.as(customer).reserve(session, id, "{\"seats\":[\"A-1-1\"]}").expect(202);
        String path = Client.path(session, id);
        orders.add(
            i % 2 == 0
                ? order(path, customer, "Prefer: wait=30")
                : order(path + "/events", customer, "Accept: text/event-stream"));
      }
      // Once to have every class there. Those who leave are not missed at once.
      try (var few = new Waiting(intake, orders, 1)) {
        Eventually.holds(() -> assertThat(intake.waitingCalls()).isEqualTo(few.count()));
      }
      long before = liveHeap();
      try (var all = new Waiting(intake, orders, CALLS_PER_CUSTOMER)) {
        Eventually.holds(
            () -> assertThat(intake.waitingCalls()).isGreaterThanOrEqualTo(all.count()));
        assertThat((liveHeap() - before) / CALLS).isLessThan(EACH_MAX);
      }
      drain.drain();
    }
  }

  private static byte[] order(String path, String customer, String header) {
    return """
    GET %s HTTP/1.1\r
    Host: intake\r
    Authorization: Bearer %s\r
    %s\r
    \r
    """
        .formatted(path, Tokens.of(customer), header)
        .getBytes(US_ASCII);
  }

  private static long liveHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Clients who have asked and only wait: their side costs next to nothing. */
  private static final class Waiting implements AutoCloseable {

    private final List<SocketChannel> clients = new ArrayList<>();

    Waiting(Intake intake, List<byte[]> orders, int callsEach) throws IOException {
      URI uri = URI.create(intake.base());
      for (byte[] order : orders) {
        for (int i = 0; i < callsEach; i++) {
          SocketChannel client =
              SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
          clients.add(client);
          client.write(ByteBuffer.wrap(order));
        }
      }
    }

    int count() {
      return clients.size();
    }

    @Override
    public void close() {
      for (SocketChannel client : clients) {
        try {
          client.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
