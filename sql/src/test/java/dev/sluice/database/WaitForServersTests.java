package dev.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** A process whose servers are not there yet: alive, not ready, and it says why. */
class WaitForServersTests {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void doesNotWaitForServersThatAreThere() {
    var server = new Server("database", 0);
    new WaitForServers(List.of(server)).initialize(context(Map.of("server.port", "0")));
    assertThat(server.asked).hasValue(1);
  }

  @Test
  void saysWhyItIsNotReadyUntilTheServersCome() throws Exception {
    int port = freePort();
    var database = new Server("database", Integer.MAX_VALUE);
    GenericApplicationContext context =
        context(Map.of("server.port", Integer.toString(port), "server.address", "127.0.0.1"));
    CompletableFuture<Void> started =
        CompletableFuture.runAsync(
            () ->
                new WaitForServers(List.of(new Server("broker", 0), database)).initialize(context));
    assertThat(database.wasAsked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    HttpResponse<String> ready = get(port, "/actuator/health/readiness");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains("\"database\":{\"status\":\"DOWN\",\"details\":{\"reason\":\"it is away\"");
    assertThat(get(port, "/actuator/health").statusCode()).isEqualTo(503);
    assertThat(get(port, "/actuator/health/liveness").statusCode()).isEqualTo(200);
    HttpResponse<String> call = get(port, "/v1/sessions");
    assertThat(call.statusCode()).isEqualTo(503);
    assertThat(call.headers().firstValue("Retry-After")).isPresent();
    assertThat(call.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(started).isNotDone();

    database.away = 0;
    started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThatIOException().isThrownBy(() -> get(port, "/actuator/health"));
    // The port is free for the process itself.
    try (var socket = new ServerSocket(port)) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        if (!path.endsWith("readiness") || System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static GenericApplicationContext context(Map<String, Object> properties) {
    var context = new GenericApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", properties));
    return context;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** One that is away for so many questions. */
  private static final class Server implements NeededServer {
    private final String name;
    private final CountDownLatch wasAsked = new CountDownLatch(1);
    private volatile int away;
    private final AtomicInteger asked = new AtomicInteger();

    private Server(String name, int away) {
      this.name = name;
      this.away = away;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public @Nullable String findProblem(Environment environment) {
      wasAsked.countDown();
      return asked.incrementAndGet() <= away ? "it is away" : null;
    }
  }
}
