package dev.sluice.payment.toss;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks as Toss does, with a memory: answers are bound to idempotency key and address, refusals
 * too. What becomes of a payment is decided by the beginning of its key, as in the sandbox.
 */
final class TossServer implements AutoCloseable {

  static final String SECRET_KEY = "test_sk_of_nobody";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Answer NO_PAYMENT = refusal(404, "NOT_FOUND_PAYMENT");

  private final HttpServer http;
  private final Map<String, Answer> answers = new HashMap<>();
  private final Map<String, Payment> payments = new LinkedHashMap<>();

  TossServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v1/payments/", this::handle);
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  synchronized long net(String orderId) {
    return payments.values().stream()
        .filter(payment -> payment.orderId.equals(orderId))
        .mapToLong(payment -> payment.balance)
        .sum();
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      Answer answer = answer(exchange, path, key, body.length == 0 ? null : JSON.readTree(body));
      if (answer != null) {
        byte[] text = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, text.length);
        exchange.getResponseBody().write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null: done, but the connection ends without an answer. */
  private synchronized @Nullable Answer answer(
      HttpExchange exchange, String path, @Nullable String key, @Nullable JsonNode body) {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((SECRET_KEY + ":").getBytes(StandardCharsets.UTF_8));
    if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return refusal(401, "UNAUTHORIZED_KEY");
    }
    String[] parts = path.substring("/v1/payments/".length()).split("/", -1);
    if (body == null) {
      Payment payment = payments.get(parts[0]);
      return payment == null ? NO_PAYMENT : payment.told();
    }
    Answer known = answers.get(key + " " + path);
    if (known != null) {
      return known;
    }
    Answer first = parts.length == 2 ? cancel(parts[0], body) : confirm(body);
    answers.put(key + " " + path, first);
    return first.status == 200 && isLost(parts.length == 2 ? parts[0] : text(body, "paymentKey"))
        ? null
        : first;
  }

  private Answer confirm(JsonNode body) {
    String key = text(body, "paymentKey");
    Payment known = payments.get(key);
    if (known != null && !known.status.equals("IN_PROGRESS")) {
      return refusal(400, "ALREADY_PROCESSED_PAYMENT");
    }
    if (known == null) {
      known = new Payment(key, text(body, "orderId"), body.path("amount").longValue());
      payments.put(key, known);
      if (key.startsWith("busy_")) {
        return refusal(400, "PROVIDER_ERROR");
      }
    }
    if (key.startsWith("decline_")) {
      known.status = "ABORTED";
      return refusal(403, "REJECT_CARD_PAYMENT");
    }
    known.status = "DONE";
    known.total += key.startsWith("more_") ? 1 : 0;
    known.balance = known.total;
    return known.told();
  }

  private Answer cancel(String key, JsonNode body) {
    Payment payment = payments.get(key);
    if (payment == null) {
      return NO_PAYMENT;
    }
    long amount = body.path("cancelAmount").longValue();
    if (body.path("refundableAmount").longValue() != payment.balance) {
      return refusal(400, "NOT_MATCHES_REFUNDABLE_AMOUNT");
    }
    if (amount > payment.balance) {
      return refusal(403, "NOT_CANCELABLE_AMOUNT");
    }
    payment.status = amount == payment.total ? "CANCELED" : "PARTIAL_CANCELED";
    payment.balance -= amount;
    return payment.told();
  }

  private static boolean isLost(String key) {
    return key.startsWith("lost_");
  }

  private static String text(JsonNode body, String field) {
    return body.path(field).stringValue();
  }

  private static Answer refusal(int status, String code) {
    return new Answer(
        status, JSON.writeValueAsString(Map.of("code", code, "message", "because " + code)));
  }

  private record Answer(int status, String body) {}

  private static final class Payment {

    private final String key;
    private final String orderId;
    private String status = "IN_PROGRESS";
    private long total;
    private long balance;

    private Payment(String key, String orderId, long amount) {
      this.key = key;
      this.orderId = orderId;
      total = amount;
    }

    private Answer told() {
      return new Answer(
          200,
          JSON.writeValueAsString(
              Map.of(
                  "paymentKey",
                  key,
                  "orderId",
                  orderId,
                  "status",
                  status,
                  "currency",
                  "KRW",
                  "totalAmount",
                  total,
                  "balanceAmount",
                  balance,
                  "approvedAt",
                  "2026-11-27T21:00:00+09:00")));
    }
  }
}
