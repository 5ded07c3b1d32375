package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the intake. */
record Answer(HttpResponse<String> response) {

  private static final JsonMapper JSON = new JsonMapper();

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  JsonNode json() {
    return JSON.readTree(response.body());
  }

  String text(String field) {
    return json().path(field).asString("");
  }

  Answer expect(int status) {
    assertThat(status()).as(response.body()).isEqualTo(status);
    return this;
  }

  /** Checks that it is a problem of that type with everything that a problem has. */
  Answer expectProblem(int status, String type) {
    expect(status);
    assertThat(header("Content-Type")).startsWith("application/problem+json");
    assertThat(text("type")).isEqualTo("https://sluice.dev/problems/" + type);
    assertThat(json().path("status").asInt()).isEqualTo(status);
    assertThat(text("title")).isNotEmpty();
    assertThat(response.body()).doesNotContain("Exception", "\tat ", "java.");
    return this;
  }

  /** Checks that one of the field errors is of that field. */
  Answer expectError(String field) {
    assertThat(json().path("errors").valueStream().map(error -> error.path("field").asString()))
        .contains(field);
    return this;
  }
}
