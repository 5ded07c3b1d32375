package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Uuids;
import dev.sluice.database.DateTimes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notices of payment providers: anybody may send them, so they must do next to nothing. */
class WebhookIntegrationTests {

  private static final String TOSS = "/v1/payments/toss/webhook";
  private static final String LATER = "2040-01-01 00:00:00.000";

  private final Intake intake = Intake.shared();
  private final Client anybody = intake.with("");

  private static String aKey() {
    return "tgen_" + UUID.randomUUID();
  }

  /** A payment that is asked for in years, or never again where there is no time. */
  private static void anAttempt(String provider, String key, @Nullable String nextAt) {
    TestSessions.jdbc()
        .sql(
            """
            INSERT INTO payment_attempt (session_id, reservation_id, payment_id, provider, claimed_key, attempt, calls, answer,
                                         captured, appends, next_at, created_at)
            VALUES (?, ?, ?, ?, ?, 1, 1, 1, 0, 0, ?, UTC_TIMESTAMP(3))
            """)
        .param(Uuids.toBytes(UUID.randomUUID()))
        .param(Uuids.toBytes(UUID.randomUUID()))
        .param(Uuids.toBytes(UUID.randomUUID()))
        .param(provider)
        .param(key)
        .param(nextAt)
        .update();
  }

  private static boolean isToBeAskedNow(String provider, String key) {
    return TestSessions.jdbc()
        .sql("SELECT next_at FROM payment_attempt WHERE provider = ? AND claimed_key = ?")
        .params(provider, key)
        .query(
            (row, n) -> row.getObject(1) == null ? Instant.MAX : DateTimes.instant(row, "next_at"))
        .single()
        .isBefore(Instant.now().plus(Duration.ofMinutes(1)));
  }

  private static byte[] notice(String key) {
    return """
    {"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-21T19:00:59.653270",
     "data":{"mId":"shop","cancels":null,"receipt":{"url":"https://example.org"},"paymentKey":"%s","status":"DONE","totalAmount":37400}}
    """
        .formatted(key)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(Client client, String key) {
    Answer answer = client.post(TOSS, "application/json", notice(key)).expect(200);
    assertThat(answer.response().body()).isEmpty();
  }

  /** Of another provider's payment, and of one that is settled, it changes nothing. */
  @Test
  void hasTheProviderAskedAtOnceForAnOpenPayment() throws InterruptedException {
    String open = aKey();
    String others = aKey();
    String settled = aKey();
    anAttempt("toss", open, LATER);
    anAttempt("sandbox", others, LATER);
    anAttempt("toss", settled, null);
    send(anybody, others);
    send(anybody, settled);
    send(anybody, aKey());
    // Heeded in the order in which they came.
    send(anybody, open);
    Eventually.holds(() -> assertThat(isToBeAskedNow("toss", open)).isTrue());
    assertThat(isToBeAskedNow("sandbox", others)).isFalse();
    assertThat(isToBeAskedNow("toss", settled)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"data\":null}",
        "{\"data\":{}}",
        "{\"data\":{\"paymentKey\":7}}",
        "{\"data\":{\"paymentKey\":\"a/../b\"}}",
        "{\"paymentKey\":\"key\"}",
        "{\"eventType\":\"DEPOSIT_CALLBACK\",\"orderId\":\"x\",\"secret\":\"y\"}",
      })
  void passesOverWhatNamesNoPayment(String body) {
    anybody.post(TOSS, "application/json", body.getBytes(StandardCharsets.UTF_8)).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "7", "{", "{\"data\":{\"paymentKey\":\"key\"}", "{} {}", "\u0000"})
  void refusesWhatItCannotRead(String body) {
    anybody
        .post(TOSS, "application/json", body.getBytes(StandardCharsets.UTF_8))
        .expectProblem(400, "invalid-request");
  }

  @Test
  void refusesOtherCalls() {
    anybody.post(TOSS, "text/plain", notice("key")).expectProblem(415, "unsupported-media-type");
    anybody
        .post(
            TOSS, "application/json", (" ".repeat(65_536) + "{}").getBytes(StandardCharsets.UTF_8))
        .expectProblem(413, "too-large");
    anybody
        .post("/v1/payments/other/webhook", "application/json", notice("key"))
        .expectProblem(404, "not-found");
    intake.as("ann").get(TOSS).expectProblem(405, "method-not-allowed");
    anybody
        .post("/v1/payments/toss", "application/json", notice("key"))
        .expectProblem(401, "unauthenticated");
  }

  /** Seen to fail with a statement for each notice. */
  @Test
  void costsFewStatementsHoweverManyCome() throws Exception {
    try (Intake flooded = Intake.start(SeenStatements.setting())) {
      Client client = flooded.with("");
      String last = aKey();
      anAttempt("toss", last, LATER);
      SeenStatements.take("");
      long began = System.nanoTime();
      var sent = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 20; i++) {
        sent.add(
            CompletableFuture.runAsync(
                () -> {
                  String repeated = aKey();
                  for (int n = 0; n < 10; n++) {
                    send(client, aKey());
                    send(client, repeated);
                  }
                }));
      }
      for (CompletableFuture<Void> each : sent) {
        each.get(30, TimeUnit.SECONDS);
      }
      send(client, last);
      Eventually.holds(() -> assertThat(isToBeAskedNow("toss", last)).isTrue());
      long tenths = Duration.ofNanos(System.nanoTime() - began).toMillis() / 100;
      List<String> statements = SeenStatements.take("UPDATE payment_attempt");
      assertThat(statements).hasSizeBetween(3, (int) tenths + 2);
    }
  }
}
