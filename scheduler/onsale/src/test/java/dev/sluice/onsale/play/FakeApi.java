package dev.sluice.onsale.play;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** An API that answers what it is told, one answer after the other. */
final class FakeApi implements AutoCloseable {

  /** What came: method, path, Idempotency-Key. */
  record Call(String method, String path, String key) {}

  private record Canned(int status, String body, List<String> headers) {}

  final List<Call> calls = new ArrayList<>();

  private final Queue<Canned> answers = new ArrayDeque<>();
  private final HttpServer server;

  FakeApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * The next answer.
   *
   * @param headers names and values by turns
   */
  FakeApi answers(int status, String body, String... headers) {
    answers.add(new Canned(status, body, List.of(headers)));
    return this;
  }

  /** The next call is not answered: its connection ends. */
  FakeApi hangsUp() {
    return answers(0, "");
  }

  Api client() {
    return new Api("http://127.0.0.1:" + server.getAddress().getPort(), customer -> customer);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    calls.add(
        new Call(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            key == null ? "" : key));
    exchange.getRequestBody().readAllBytes();
    Canned answer = answers.remove();
    try (exchange) {
      if (answer.status() > 0) {
        for (int i = 0; i < answer.headers().size(); i += 2) {
          exchange.getResponseHeaders().add(answer.headers().get(i), answer.headers().get(i + 1));
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }
}
