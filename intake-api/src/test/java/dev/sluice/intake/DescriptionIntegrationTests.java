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
          "/v1/sessions/{sessionId}/requests/{requestId}",
          "/v1/sessions/{sessionId}/requests/{requestId}/events",
          "/v1/reservations:bulk",
          "/v1/bulk/{bulkId}",
          "/v1/bulk/{bulkId}/items",
          "/v1/me/reservations",
          "/v1/me/requests");

  private final Intake intake = Intake.shared();
  private final Client nobody = intake.with("");

  @Test
  void describesEveryCall() {
    JsonNode description = nobody.get("/v3/api-docs").expect(200).json();
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
    operation
        .path("parameters")
        .forEach(
            parameter ->
                assertThat(parameter.has("example"))
                    .as(name + " " + parameter.path("name").asString())
                    .isTrue());
    operation
        .path("requestBody")
        .path("content")
        .forEach(content -> assertThat(content.path("examples").size()).as(name).isPositive());
    assertThat(operation.path("responses").path("401").path("content").toString())
        .as(name)
        .contains("https://sluice.dev/problems/unauthenticated");
  }

  @Test
  void showsItToPeople() {
    Answer page = nobody.get("/swagger-ui/index.html").expect(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
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
