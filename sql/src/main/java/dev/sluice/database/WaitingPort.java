package dev.sluice.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * What the process' port answers while it waits for its servers: alive, not ready, and why; 503 to
 * everything else. A port that the system chooses, or one with TLS, stays closed meanwhile.
 */
final class WaitingPort implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WaitingPort.class);
  private static final String HEALTH = "/actuator/health";

  private final @Nullable HttpServer server;
  private volatile String health = "";

  private WaitingPort(@Nullable HttpServer server) {
    this.server = server;
    if (server != null) {
      server.createContext("/", this::refuse);
      server.createContext(HEALTH, exchange -> answer(exchange, 503, "application/json", health));
      server.createContext(
          HEALTH + "/liveness",
          exchange -> answer(exchange, 200, "application/json", "{\"status\":\"UP\"}"));
      server.start();
    }
  }

  static WaitingPort open(Environment environment) {
    String prefix =
        environment.containsProperty("management.server.port") ? "management.server" : "server";
    int port = environment.getProperty(prefix + ".port", Integer.class, 8080);
    boolean secure =
        environment.containsProperty("server.ssl.bundle")
            || environment.containsProperty("server.ssl.key-store")
            || environment.containsProperty("server.ssl.certificate");
    if (port <= 0 || secure) {
      return new WaitingPort(null);
    }
    String address = environment.getProperty(prefix + ".address");
    try {
      return new WaitingPort(
          HttpServer.create(
              address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port),
              0));
    } catch (IOException e) {
      // Who has the port will be told again when the process itself wants it.
      log.warn("Port {} cannot say that this process waits", port, e);
      return new WaitingPort(null);
    }
  }

  /** Says from now on what is waited for. Names and reasons are plain words without quotes. */
  void show(String name, String reason, Instant since) {
    health =
        """
        {"status":"DOWN","components":{"%s":{"status":"DOWN","details":{"reason":"%s","since":"%s"}}}}\
        """
            .formatted(name, reason, since);
  }

  private void refuse(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", "5");
    answer(
        exchange,
        503,
        "application/problem+json",
        """
        {"type":"https://sluice.dev/problems/not-now","title":"Not now","status":503,\
        "detail":"This process is starting. Nothing was accepted."}\
        """);
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
