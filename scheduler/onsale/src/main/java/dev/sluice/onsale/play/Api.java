package dev.sluice.onsale.play;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Calls of the HTTP API, one method each. Thread-safe; a call blocks its thread. */
public final class Api implements AutoCloseable {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
  private static final Duration CALL_MAX = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client;
  private final String url;
  private final UnaryOperator<String> tokens;

  /**
   * Calls of the API at that address.
   *
   * @param tokens the bearer token of a customer
   */
  public Api(String url, UnaryOperator<String> tokens) {
    this.url = url;
    this.tokens = tokens;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  Reply reserve(String customer, UUID session, @Nullable UUID key, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        to("/v1/sessions/" + session + "/reservations", customer)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return send(withKey(request, key));
  }

  Reply cancel(
      String customer, UUID session, UUID reservation, @Nullable String seats, @Nullable UUID key)
      throws IOException, InterruptedException {
    String query = seats == null ? "" : "?seats=" + seats;
    HttpRequest.Builder request =
        to("/v1/sessions/" + session + "/reservations/" + reservation + query, customer).DELETE();
    return send(withKey(request, key));
  }

  Reply pay(String customer, UUID session, UUID reservation, @Nullable UUID key, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        to("/v1/sessions/" + session + "/reservations/" + reservation + "/payment", customer)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return send(withKey(request, key));
  }

  Reply request(String customer, UUID session, UUID id, Duration wait)
      throws IOException, InterruptedException {
    return send(
        to("/v1/sessions/" + session + "/requests/" + id, customer)
            .header("Prefer", "wait=" + wait.toSeconds()));
  }

  Reply bulk(String caller, UUID key, String contentType, String body)
      throws IOException, InterruptedException {
    return send(
        to("/v1/reservations:bulk", caller)
            .header("Content-Type", contentType)
            .header("Idempotency-Key", key.toString())
            .POST(BodyPublishers.ofString(body)));
  }

  /** Whatever is at that path. */
  Reply get(String caller, String path) throws IOException, InterruptedException {
    return send(to(path, caller));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static HttpRequest.Builder withKey(HttpRequest.Builder request, @Nullable UUID key) {
    return key == null ? request : request.header("Idempotency-Key", key.toString());
  }

  private HttpRequest.Builder to(String path, String customer) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(CALL_MAX)
        .header("Authorization", "Bearer " + tokens.apply(customer));
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    JsonNode body =
        response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
    return new Reply(
        response.statusCode(),
        body,
        response.headers().firstValue("Location"),
        response.headers().firstValueAsLong("Retry-After").orElse(1),
        response.headers().firstValue("Idempotent-Replayed").isPresent());
  }
}
