package dev.sluice.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the intake logs as it does in containers: a JSON object a line, by Elastic's common schema,
 * with nothing of what clients sent but their correlation id. Seen to fail with a line about JSON
 * that cannot be read, with its exception.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogIntegrationTests {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String NAME = "Zdenka Plantova";
  private static final String MAIL = "zdenka.plantova@example.org";
  private static final String PAYMENT_KEY = "planted_payment_key_4711";
  private static final String NOTE = "planted-note-of-a-client";

  @Test
  void noLineHasWhatClientsSent(CapturedOutput output) {
    String token;
    try (Intake intake = Intake.start("logging.structured.format.console=ecs");
        FakeDrain drain = FakeDrain.of(0)) {
      token = Tokens.of(MAIL);
      sendGoodRequests(intake, drain, token);
      sendBadRequests(intake, token);
      LoggerFactory.getLogger(LogIntegrationTests.class).warn("The last line of this test");
    }
    List<String> lines = output.getAll().lines().filter(line -> line.startsWith("{")).toList();

    assertThat(lines).anyMatch(line -> line.contains("The last line of this test"));
    assertThat(lines).allSatisfy(LogIntegrationTests::isWhole);
    assertThat(output.getAll())
        .doesNotContainIgnoringCase(
            NAME, "Plantova", MAIL, PAYMENT_KEY, NOTE, "Bearer", token, "planted.secret");
  }

  private static void sendGoodRequests(Intake intake, FakeDrain drain, String token) {
    Client client = intake.with(token);
    UUID session = TestSessions.aSession(0);
    UUID request = UUID.randomUUID();
    client
        .reserve(session, request, "{\"seats\": [\"A-1-1\"], \"reference\": \"" + NOTE + "\"}")
        .expect(202);
    drain.drain();
    client.get(Client.path(session, request), "Prefer", "wait=5").expect(200);
    client.get("/v1/me/reservations").expect(200);
  }

  /** Nothing that is refused may come back by the log, wherever in a call it stands. */
  private static void sendBadRequests(Intake intake, String token) {
    Client client = intake.with(token);
    UUID session = TestSessions.aSession(0);
    List.of(
            "{\"seats\": [\"" + NAME + "\"], \"mail\": \"" + MAIL + "\"}",
            "{\"seats\": \"" + NAME + "\"}",
            "{\"quantity\": \"" + PAYMENT_KEY + "\"}",
            "{" + NAME + " " + MAIL,
            NAME,
            "{\"paymentKey\": \"" + PAYMENT_KEY + "\"}")
        .forEach(body -> client.reserve(session, UUID.randomUUID(), body));
    client.reserve(session, "{\"seats\": [\"A-1-2\"]}", "Idempotency-Key", MAIL);
    client.reserve(session, "{\"seats\": [\"A-1-2\"]}", "X-Correlation-Id", MAIL + " " + NAME);
    client.post(
        "/v1/reservations:bulk",
        "application/x-ndjson",
        ("{\"customer\": \"" + NAME + "\", \"mail\": \"" + MAIL + "\"\n" + PAYMENT_KEY + "\n")
            .getBytes(UTF_8));
    String mail = URLEncoder.encode(MAIL, UTF_8);
    client.get("/v1/sessions/" + mail);
    client.get("/v1/sessions?cursor=" + mail);
    client.get("/v1/people/" + mail + "?key=" + PAYMENT_KEY);
    client.post(
        "/v1/sessions/" + session + "/payments",
        "application/json",
        ("{\"paymentKey\": \"" + PAYMENT_KEY + "\"}").getBytes(UTF_8));
    client.method("PURGE", "/v1/sessions/" + mail);
    intake.with("planted.secret." + PAYMENT_KEY).get("/v1/sessions");
    intake.with(token.substring(0, token.length() - 3)).get("/v1/sessions?access_token=" + token);
    intake.with(Tokens.of(NAME)).get("/v1/me/requests");
  }

  private static void isWhole(String line) {
    JsonNode object = JSON.readTree(line);
    assertThat(object.path("@timestamp").asString("")).as(line).endsWith("Z");
    assertThat(object.path("log").path("level").asString("")).as(line).isNotEmpty();
    assertThat(object.path("log").path("logger").asString("")).as(line).isNotEmpty();
    assertThat(object.path("message").asString("")).as(line).isNotEmpty();
    assertThat(object.path("service").path("name").asString(""))
        .as(line)
        .isEqualTo("sluice-intake");
    assertThat(object.path("ecs").path("version").asString("")).as(line).isNotEmpty();
  }
}
