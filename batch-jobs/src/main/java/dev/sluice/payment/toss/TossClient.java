package dev.sluice.payment.toss;

import dev.sluice.payment.provider.PaymentKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestHeadersSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends one call and reads its answer, within the settings' time and a bounded length. Whatever
 * goes wrong is told without address, key or secret. Thread-safe.
 */
final class TossClient {

  /** A payment takes two or three of them. */
  private static final int REPLY_BYTES_MAX = 64 * 1024;

  private static final int MESSAGE_LENGTH_MAX = 300;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final RestClient rest;

  TossClient(TossSettings settings) {
    var requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build());
    requests.setReadTimeout(settings.readTimeout());
    rest =
        RestClient.builder()
            .requestFactory(requests)
            .baseUrl(settings.url())
            .defaultHeaders(
                headers -> {
                  headers.setBasicAuth(settings.secretKey(), "");
                  headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
                })
            .build();
  }

  /**
   * Asks for something to be done, once for this key.
   *
   * @param variables of the path
   */
  TossReply post(String path, String idempotencyKey, Map<String, ?> body, Object... variables) {
    return send(
        rest.post()
            .uri(path, variables)
            .header("Idempotency-Key", idempotencyKey)
            .contentType(MediaType.APPLICATION_JSON)
            .body(JSON.writeValueAsBytes(body)));
  }

  /** Asks how a payment is. */
  TossReply look(PaymentKey payment) {
    return send(rest.get().uri("/v1/payments/{paymentKey}", payment.value()));
  }

  private static TossReply send(RequestHeadersSpec<?> request) {
    try {
      return request.exchangeForRequiredValue((_, response) -> read(response));
    } catch (ResourceAccessException e) {
      // Its own message has the address, and so the payment key.
      Throwable cause = e.getCause();
      return new TossReply.Silent(cause == null ? "no answer" : cause.getClass().getSimpleName());
    }
  }

  private static TossReply read(ClientHttpResponse response) throws IOException {
    int status = response.getStatusCode().value();
    byte[] body;
    try (InputStream in = response.getBody()) {
      body = in.readNBytes(REPLY_BYTES_MAX + 1);
    }
    if (body.length > REPLY_BYTES_MAX) {
      return new TossReply.Silent("An answer that is too long, with status " + status);
    }
    try {
      JsonNode json = JSON.readTree(body);
      return status == 200 ? new TossReply.Told(TossPayment.read(json)) : refusal(status, json);
    } catch (JacksonException e) {
      return new TossReply.Silent("An answer that is no JSON, with status " + status);
    } catch (IllegalArgumentException e) {
      return new TossReply.Silent("An answer that is no payment: " + e.getMessage());
    }
  }

  private static TossReply refusal(int status, JsonNode json) {
    String code = json.path("code").asString("");
    String message = json.path("message").asString("");
    return code.isEmpty() || code.length() > MESSAGE_LENGTH_MAX
        ? new TossReply.Silent("An error without a code, with status " + status)
        : new TossReply.Refusal(
            status, code, message.substring(0, Math.min(MESSAGE_LENGTH_MAX, message.length())));
  }
}
