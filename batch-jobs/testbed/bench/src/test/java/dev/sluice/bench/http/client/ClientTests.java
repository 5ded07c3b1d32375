package dev.sluice.bench.http.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.bench.http.load.ClosedLoop;
import dev.sluice.bench.http.load.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real server of the JDK's. */
class ClientTests {

  private static final long STALL_MILLIS = 300;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/accept",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(202, 2);
          exchange.getResponseBody().write("ok".getBytes(ISO_8859_1));
          exchange.close();
        });
    server.createContext(
        "/stall",
        exchange -> {
          try {
            TimeUnit.MILLISECONDS.sleep(STALL_MILLIS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.createContext("/refuse", exchange -> exchange.sendResponseHeaders(503, -1));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void makesEveryCallOnce() throws IOException {
    Tally tally = run(ClosedLoop.times(1_000, source("/accept")), 16).tally();

    assertThat(tally.requireAllAccepted().acceptedCount()).isEqualTo(1_000);
    assertThat(tally.latency().getTotalCount()).isEqualTo(1_000);
    assertThat(tally.rate()).isPositive();
  }

  @Test
  void sendsBodiesLargerThanASocketTakes() throws IOException {
    byte[] large = call("/accept", "x".repeat(4_000_000));

    Tally tally =
        run(ClosedLoop.times(4, (number, due) -> new Call(number, Call.Kind.SUBMIT, due, large)), 2)
            .tally();

    assertThat(tally.requireAllAccepted().acceptedCount()).isEqualTo(4);
  }

  @Test
  void stopsInTime() throws IOException {
    Tally tally = run(ClosedLoop.during(Duration.ofMillis(200), source("/accept")), 4).tally();

    assertThat(tally.seconds()).isBetween(0.1, 2.0);
  }

  /** With one connection the second call is sent late: its latency has to say so. */
  @Test
  void countsFromWhenACallWasDue() throws IOException {
    var loop = ClosedLoop.times(2, fixedDue("/stall", System.nanoTime()));

    Tally tally = run(loop, 1).tally();

    assertThat(tally.latency().getMaxValue()).isGreaterThanOrEqualTo(2 * STALL_MILLIS * 1_000);
  }

  @Test
  void aRefusalSpoilsTheRun() throws IOException {
    Tally tally = run(ClosedLoop.times(3, source("/refuse")), 1).tally();

    assertThatThrownBy(tally::requireAllAccepted).hasMessageContaining("503");
  }

  private <T extends Calls> T run(T calls, int connections) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (var client = new Client(url, connections)) {
      client.run(calls);
    }
    return calls;
  }

  private static ClosedLoop.Source source(String path) {
    byte[] bytes = call(path, "body");
    return (number, due) -> new Call(number, Call.Kind.SUBMIT, due, bytes);
  }

  private static ClosedLoop.Source fixedDue(String path, long due) {
    byte[] bytes = call(path, "body");
    return (number, now) -> new Call(number, Call.Kind.SUBMIT, due, bytes);
  }

  private static byte[] call(String path, String body) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(ISO_8859_1);
  }
}
