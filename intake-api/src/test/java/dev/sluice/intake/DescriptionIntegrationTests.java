package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The API's description, health and metrics. */
class DescriptionIntegrationTests {

  private static final Set<String> PATHS =
      Set.of(
          "/v1/sessions",
          "/v1/sessions/{sessionId}",
          "/v1/sessions/{sessionId}/seats",
          "/v1/sessions/{sessionId}/reservations",
          "/v1/sessions/{sessionId}/reservations/{reservationId}",
          "/v1/sessions/{sessionId}/reservations/{reservationId}/payment",
          "/v1/sessions/{sessionId}/requests/{requestId}",
          "/v1/sessions/{sessionId}/requests/{requestId}/events",
          "/v1/reservations:bulk",
          "/v1/bulk/{bulkId}",
          "/v1/bulk/{bulkId}/items",
          "/v1/payments/{provider}/webhook",
          "/v1/me/reservations",
          "/v1/me/requests");

  private static final String[][] PROBLEMS_OF_ALL = {
    {"400", "invalid-request"},
    {"401", "unauthenticated"},
    {"405", "method-not-allowed"},
    {"406", "not-acceptable"},
    {"429", "too-many-requests"},
    {"500", "internal"},
    {"503", "not-now"},
  };

  private final Intake intake = Intake.shared();
  private final Client nobody = intake.with("");

  @Test
  void describesEveryCall() {
    JsonNode description = description();
    assertThat(description.path("openapi").asString()).startsWith("3.1");
    assertThat(description.path("paths").propertyNames())
        .containsExactlyInAnyOrderElementsOf(PATHS);
    description
        .path("paths")
        .propertyStream()
        .flatMap(path -> path.getValue().propertyStream())
        .map(Map.Entry::getValue)
        .forEach(DescriptionIntegrationTests::hasExamples);
    assertThat(description.path("components").path("schemas").has("Caller")).isFalse();
  }

  private static void hasExamples(JsonNode operation) {
    String name = operation.path("operationId").asString();
    assertThat(operation.path("summary").asString()).as(name).isNotEmpty();
    assertThat(operation.path("description").asString()).as(name).isNotEmpty();
    operation.path("parameters").forEach(parameter -> hasExample(name, parameter));
    operation
        .path("requestBody")
        .path("content")
        .forEach(content -> assertThat(content.path("examples").size()).as(name).isPositive());
    for (String[] problem : PROBLEMS_OF_ALL) {
      assertThat(operation.path("responses").path(problem[0]).path("content").toString())
          .as(name)
          .contains("https://sluice.dev/problems/" + problem[1]);
    }
  }

  /** The key of what is submitted is new every time, so the same one in each form would mislead. */
  private static void hasExample(String operation, JsonNode parameter) {
    String name = parameter.path("name").asString();
    String type = parameter.path("schema").path("type").asString();
    if (name.equals("Idempotency-Key") && !operation.equals("cancel")) {
      assertThat(parameter.has("example")).as(operation).isFalse();
      return;
    }
    JsonNode example = parameter.path("example");
    assertThat(type.equals("integer") ? example.isIntegralNumber() : example.isString())
        .as("%s %s: %s is no %s", operation, name, example, type)
        .isTrue();
  }

  /** What the linters of {@code .ci/api} found first, seen here within a second. */
  @Test
  void isValidOpenApi() {
    JsonNode schemas = description().path("components").path("schemas");
    assertThat(schemas.propertyNames()).allMatch(name -> name.matches("[A-Za-z0-9._-]+"));
    schemas.propertyStream().forEach(schema -> isSound(schema.getKey(), schema.getValue()));
    assertThat(schemas.path("Problem").path("required").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrder("type", "title", "status");
    assertThat(schemas.path("Request").path("required").valueStream().map(JsonNode::asString))
        .contains("id", "session", "state")
        .doesNotContain("outcome", "reason", "decided");
    JsonNode bound = schemas.path("Problem").path("properties").path("bound");
    assertThat(bound.path("enum").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrder("ENTRIES", "AGE", "BYTES", "MEMORY", "REPLICA");
    JsonNode seats = schemas.path("ReservationRequest").path("properties").path("seats");
    assertThat(seats.path("maxItems").asInt()).isEqualTo(8);
  }

  /** Seen to fail: a line's labels had no pattern. */
  @Test
  void describesWhatIsWantedOnce() {
    JsonNode schemas = description().path("components").path("schemas");
    JsonNode line = schemas.path("BulkLine");
    schemas
        .path("ReservationRequest")
        .path("properties")
        .propertyStream()
        .forEach(
            field ->
                assertThat(line.path("properties").path(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue()));
    assertThat(line.path("properties").propertyNames())
        .contains("session", "customer", "type", "reservation", "amount", "paymentKey")
        .doesNotContain("wish");
    assertThat(line.path("required").valueStream().map(JsonNode::asString))
        .containsExactly("session");
  }

  private static void isSound(String name, JsonNode schema) {
    String type = schema.path("type").asString("");
    if (type.equals("array")) {
      assertThat(schema.has("items")).as(name).isTrue();
      isSound(name + "[]", schema.path("items"));
    }
    if (type.equals("string") && schema.has("example")) {
      assertThat(schema.path("example").isString()).as(name).isTrue();
    }
    schema
        .path("properties")
        .propertyStream()
        .forEach(property -> isSound(name + "." + property.getKey(), property.getValue()));
  }

  private JsonNode description() {
    return nobody.get("/v3/api-docs").expect(200).json();
  }

  @Test
  void showsItToPeople() {
    Answer page = nobody.get("/swagger-ui/index.html").expect(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
  }

  /**
   * Seen to fail in a browser, where {@code .ci/api} presses the example: two lines were sent as
   * one string in quotes, and answered 400.
   */
  @Test
  void showsLinesAsTheyAre() {
    Answer script = nobody.get("/swagger-ui/swagger-initializer.js").expect(200);
    assertThat(script.response().body()).contains("mediaType === \"application/x-ndjson\"");
  }

  @Test
  void tellsItsHealth() {
    assertThat(nobody.get("/actuator/health").expect(200).text("status")).isEqualTo("UP");
    nobody.get("/actuator/health/liveness").expect(200);
    nobody.get("/actuator/health/readiness").expect(200);
    assertThat(nobody.get("/actuator/prometheus").expect(200).response().body())
        .contains("sluice_outcomes_waiting");
    nobody.get("/actuator/env").expectProblem(404, "not-found");
  }
}
