package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What browsers need of the API: pages of other origins, and small answers. */
class BrowserIntegrationTests {

  private static final String SHOP = "https://shop.example";
  private static final Intake intake = Intake.start("sluice.cors.allowed-origins=" + SHOP);

  private final UUID session = TestSessions.aSession(0);

  @AfterAll
  static void stop() {
    intake.close();
  }

  private static RawCall.Reply exchange(Intake intake, String head) {
    try (RawCall call = RawCall.to(intake)) {
      return call.send(head.replace("\n", "\r\n") + "Host: x\r\n\r\n").receive();
    }
  }

  /** It was answered 401, as a browser asks without a token. */
  @Test
  void letsPagesOfAllowedOriginsAsk() {
    RawCall.Reply reply =
        exchange(
            intake,
            """
            OPTIONS %s HTTP/1.1
            Origin: %s
            Access-Control-Request-Method: POST
            Access-Control-Request-Headers: authorization,content-type,idempotency-key,prefer
            """
                .formatted(Client.path(session), SHOP));
    assertThat(reply.status()).as(reply.head()).isEqualTo(200);
    assertThat(reply.head())
        .contains("Access-Control-Allow-Origin: " + SHOP)
        .contains("Access-Control-Allow-Methods: ", "POST", "DELETE")
        .contains("idempotency-key", "authorization", "prefer")
        .doesNotContain("Access-Control-Allow-Credentials");
  }

  @Test
  void letsPagesOfAllowedOriginsReadAnswersAndProblems() {
    for (String target : new String[] {"/v1/sessions", "/v1/sessions?limit=x", "/v1/sessions?=x"}) {
      RawCall.Reply reply =
          exchange(
              intake,
              "GET "
                  + target
                  + " HTTP/1.1\nOrigin: "
                  + SHOP
                  + "\nAuthorization: Bearer "
                  + Tokens.of("ann")
                  + "\n");
      assertThat(reply.head())
          .contains("Access-Control-Allow-Origin: " + SHOP)
          .contains("Access-Control-Expose-Headers: ", "Location", "Retry-After", "ETag");
    }
    RawCall.Reply anonymous = exchange(intake, "GET /v1/sessions HTTP/1.1\nOrigin: " + SHOP + "\n");
    assertThat(anonymous.status()).isEqualTo(401);
    assertThat(anonymous.head()).contains("Access-Control-Allow-Origin: " + SHOP);
  }

  @Test
  void refusesPagesOfOtherOrigins() {
    RawCall.Reply reply =
        exchange(
            intake,
            """
            OPTIONS /v1/sessions HTTP/1.1
            Origin: https://evil.example
            Access-Control-Request-Method: GET
            """);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.head())
        .contains("application/problem+json")
        .doesNotContain("Access-Control-Allow-Origin");
    assertThat(reply.body()).contains("https://sluice.dev/problems/origin-not-allowed");
  }

  @Test
  void speaksOfNoOriginWhereNoneIsAllowed() {
    RawCall.Reply reply =
        exchange(
            Intake.shared(),
            "GET /v1/sessions HTTP/1.1\nOrigin: "
                + SHOP
                + "\nAuthorization: Bearer "
                + Tokens.of("ann")
                + "\n");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.head()).doesNotContain("Access-Control");
  }

  /** Half a megabyte went out as it was for the map of a large hall. */
  @Test
  void compressesLargeAnswers() throws IOException {
    String map = "/v1/sessions/" + session + "/seats";
    Client ann = intake.as("ann");
    String whole = ann.get(map).expect(200).response().body();
    RawCall.Reply reply = get(map, "gzip, deflate, br");
    assertThat(reply.head())
        .contains("Content-Encoding: gzip")
        .containsIgnoringCase("Vary: Accept-Encoding");
    byte[] body = reply.body().getBytes(StandardCharsets.ISO_8859_1);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(whole);
    }
    String tag = ann.get(map).header("ETag");
    assertThat(tag).startsWith("W/\"");
    ann.get(map, "If-None-Match", tag, "Accept-Encoding", "gzip").expect(304);
    assertThat(get(map, "gzip;q=0").head()).doesNotContain("Content-Encoding");
    assertThat(get("/v3/api-docs", "gzip").head()).contains("Content-Encoding: gzip");
    // Small ones are not worth it.
    assertThat(get("/v1/sessions/" + session, "gzip").head()).doesNotContain("Content-Encoding");
  }

  private static RawCall.Reply get(String target, String encodings) {
    return exchange(
        intake,
        "GET "
            + target
            + " HTTP/1.1\nConnection: close\nAccept-Encoding: "
            + encodings
            + "\nAuthorization: Bearer "
            + Tokens.of("ann")
            + "\n");
  }
}
