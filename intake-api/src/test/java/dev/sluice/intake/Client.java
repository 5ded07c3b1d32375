package dev.sluice.intake;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A client of one intake with one token. */
final class Client {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final String token;

  Client(String base, String token) {
    this.base = base;
    this.token = token;
  }

  static String path(UUID session) {
    return "/v1/sessions/" + session + "/reservations";
  }

  static String path(UUID session, UUID request) {
    return "/v1/sessions/" + session + "/requests/" + request;
  }

  Answer reserve(UUID session, String body, String... headers) {
    return post(path(session), "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Reserves under that id. */
  Answer reserve(UUID session, UUID id, String body) {
    return reserve(session, body, "Idempotency-Key", id.toString());
  }

  /** Pays for a reservation under that id. */
  Answer pay(UUID session, UUID reservation, UUID id, String body) {
    return post(
        path(session) + "/" + reservation + "/payment",
        "application/json",
        body.getBytes(StandardCharsets.UTF_8),
        "Idempotency-Key",
        id.toString());
  }

  Answer post(String path, String contentType, byte[] body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer delete(String path, String... headers) {
    return send(request(path, headers).DELETE());
  }

  Answer method(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  CompletableFuture<Answer> getLater(String path, String... headers) {
    return HTTP.sendAsync(request(path, headers).GET().build(), BodyHandlers.ofString())
        .thenApply(Answer::new);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
