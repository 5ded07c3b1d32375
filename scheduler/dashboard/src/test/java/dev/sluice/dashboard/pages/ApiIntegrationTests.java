package dev.sluice.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.sluice.dashboard.Stranger;
import dev.sluice.dashboard.TestSchema;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs see of a stranger's application. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiIntegrationTests {

  private final Stranger stranger =
      new Stranger(
          TestSchema.withTables(),
          true,
          "--dashboard.hidden-jobs=once",
          "--spring.jackson.property-naming-strategy=SNAKE_CASE");
  private final AtomicInteger number = new AtomicInteger();

  @AfterAll
  void close() {
    stranger.close();
  }

  @AfterEach
  void open() {
    stranger.gate().open();
    stranger.gate().fail(false);
  }

  /** Seen to fail without the jobs that run all the time: the page said that nothing runs. */
  @Test
  void busyJobsAreTalliedOnTheOverviewAndOfferedWhereNothingIsFound() throws Exception {
    stranger.gate().close();
    HttpResponse<String> busy = start("once", "\"why\": null");
    stranger.gate().awaitArrival();
    assertThat(JsonPath.<Integer>read(stranger.get("/dashboard").body(), "$.busy.once"))
        .isEqualTo(1);
    HttpResponse<String> overview = stranger.get("/dashboard", "Accept", "text/html");
    assertThat(overview.body())
        .contains("once, which runs all the time: 1 running", "?job=once&amp;status=STARTING")
        .doesNotContain("No job runs");

    String query = "/dashboard/executions?status=STARTED&since=1h";
    String none = stranger.get(query + "&param=a%3Db").body();
    assertThat(JsonPath.<List<Object>>read(none, "$.executions")).isEmpty();
    String everything = JsonPath.read(stranger.get(query).body(), "$.everything");
    assertThat(everything).isEqualTo(query + "&noise=show");
    assertThat(stranger.get(query, "Accept", "text/html").body())
        .contains("Left out because they run all the time: once", everything.replace("&", "&amp;"));
    assertThat(JsonPath.<List<String>>read(stranger.get(everything).body(), "$.executions[*].job"))
        .contains("once");
    assertThat(JsonPath.<String>read(stranger.get(everything).body(), "$.everything")).isNull();
    assertThat(JsonPath.<List<String>>read(none, "$.jobs")).contains("import", "once", "report");
    stranger.gate().open();
    assertThat(busy.statusCode()).isEqualTo(202);
  }

  /** How Jenkins runs a job: in one call, however long it takes. */
  @Test
  void whoPrefersToWaitHasTheEndOfIt() throws Exception {
    HttpResponse<String> answer = start("import", "\"why\": \"first run\"", "Prefer", "wait=60");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=60");
    assertThat(JsonPath.<String>read(answer.body(), "$.execution.status")).isEqualTo("COMPLETED");
    String address = answer.headers().firstValue("Location").orElseThrow();
    String execution = stranger.get(address).body();
    assertThat(JsonPath.<String>read(execution, "$.execution.job")).isEqualTo("import");
    assertThat(JsonPath.<Integer>read(execution, "$.steps[0].counters.written")).isEqualTo(20);
    assertThat(JsonPath.<String>read(execution, "$.audit[0].why")).isEqualTo("first run");
    assertThat(JsonPath.<String>read(execution, "$.audit[0].who")).isEqualTo("ann");
  }

  @Test
  void whoDoesNotHasTheAddress() throws Exception {
    stranger.gate().close();
    HttpResponse<String> answer = start("import", "\"why\": null");
    assertThat(answer.statusCode()).isEqualTo(202);
    stranger.gate().awaitArrival();
    String address = answer.headers().firstValue("Location").orElseThrow();
    assertThat(JsonPath.<String>read(stranger.get(address).body(), "$.execution.status"))
        .isEqualTo("STARTED");
    assertThat(JsonPath.<List<String>>read(stranger.get(address).body(), "$.possible"))
        .contains("STOP");
    HttpResponse<String> stopped = stranger.post(address + "/stop", "{\"why\": \"late\"}");
    assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(202);
    stranger.gate().open();
  }

  @Test
  void whatIsRefusedIsAProblemThatLeadsToTheReason() throws Exception {
    stranger.gate().fail(true);
    HttpResponse<String> failed = start("import", "\"why\": null", "Prefer", "wait");
    assertThat(JsonPath.<String>read(failed.body(), "$.execution.status")).isEqualTo("FAILED");
    stranger.gate().fail(false);
    String address = failed.headers().firstValue("Location").orElseThrow();

    HttpResponse<String> unreasoned = stranger.post(address + "/abandon", "");
    assertThat(unreasoned.statusCode()).isEqualTo(422);
    assertThat(unreasoned.headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    assertThat(JsonPath.<String>read(unreasoned.body(), "$.type"))
        .isEqualTo("https://sluice.dev/problems/reason-missing");

    HttpResponse<String> again = stranger.post(address + "/restart", "", "Prefer", "wait=60");
    assertThat(again.statusCode()).isEqualTo(200);
    HttpResponse<String> twice = stranger.post(address + "/restart", "");
    assertThat(twice.statusCode()).isEqualTo(409);
    assertThat(JsonPath.<Integer>read(twice.body(), "$.execution"))
        .isEqualTo(JsonPath.<Integer>read(again.body(), "$.execution.id"));
    assertThat(JsonPath.<List<Integer>>read(stranger.get(address).body(), "$.siblings[*].id"))
        .hasSize(1);
    assertThat(stranger.get(address + "/message").body()).contains("원장이 잠겨 있다 🔒", "\tat ");
    assertThat(stranger.get(address + "/message").headers().firstValue("Content-Type"))
        .contains("text/plain;charset=UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /executions/999999                  | 404 | not-found
          /executions/x                       | 400 | invalid-request
          /executions/999999999999999999999   | 400 | invalid-request
          /executions?status=NONE             | 400 | invalid-request
          /executions?before=x                | 400 | invalid-request
          /executions?since=1y                | 400 | invalid-request
          /executions?from=yesterday          | 400 | invalid-request
          /executions?param=x                 | 400 | invalid-request
          /jobs/none                          | 404 | not-found
          /jobs/%3Cscript%3E                  | 404 | not-found
          /audit?before=x                     | 400 | invalid-request
          """)
  void whatCannotBeReadIsAProblem(String path, int status, String type) throws Exception {
    HttpResponse<String> answer = stranger.get("/dashboard" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(JsonPath.<String>read(answer.body(), "$.type")).endsWith("/" + type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"parameters": [{"name": "items", "type": "Long", "value": "x"}]}    | 422 | invalid-parameters
          {"parameters": [{"name": "a", "type": "java.io.File", "value": "x"}]}| 422 | invalid-parameters
          {"parameters": [{"value": "x"}]}                                     | 400 | invalid-request
          {"parameters": 5}                                                    | 400 | invalid-request
          [1]                                                                  | 400 | invalid-request
          null                                                                 | 400 | invalid-request
          {                                                                    | 400 | invalid-request
          """)
  void aStartThatCannotBeReadIsAProblem(String body, int status, String type) throws Exception {
    HttpResponse<String> answer = stranger.post("/dashboard/jobs/import/executions", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(JsonPath.<String>read(answer.body(), "$.type")).endsWith("/" + type);
    assertThat(stranger.post("/dashboard/jobs/none/executions", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void aListIsFilteredByItsAddressAndGoesOnThere() throws Exception {
    for (int i = 0; i < 3; i++) {
      start("import", "\"why\": null", "Prefer", "wait");
      start("once", "\"why\": null", "Prefer", "wait");
    }
    String all = stranger.get("/dashboard/executions").body();
    assertThat(JsonPath.<List<String>>read(all, "$.executions[*].job"))
        .contains("import")
        .doesNotContain("once");
    assertThat(JsonPath.<List<String>>read(all, "$.hidden")).containsExactly("once");
    String noise = stranger.get("/dashboard/executions?noise=show").body();
    assertThat(JsonPath.<List<String>>read(noise, "$.executions[*].job"))
        .contains("import", "once");
    String once = stranger.get("/dashboard/executions?job=once&status=COMPLETED&since=1h").body();
    assertThat(JsonPath.<List<String>>read(once, "$.executions[*].job")).containsOnly("once");
    String run = stranger.get("/dashboard/executions?param=run%3D" + number.get()).body();
    assertThat(JsonPath.<List<Integer>>read(run, "$.executions[*].id")).isEmpty();
    String job = stranger.get("/dashboard/jobs/import").body();
    assertThat(JsonPath.<List<Integer>>read(job, "$.executions[*].id")).hasSizeGreaterThan(2);
    assertThat(JsonPath.<Boolean>read(job, "$.startable")).isTrue();
    assertThat(
            JsonPath.<List<String>>read(stranger.get("/dashboard/jobs").body(), "$.jobs[*].name"))
        .containsExactly("import", "once", "report");
  }

  /** A form of a browser, which is shown what it has begun. */
  @Test
  void aFormIsSentOnToWhatItHasBegun() throws Exception {
    HttpResponse<String> answer =
        stranger.submit(
            "/dashboard/jobs/import/executions",
            "name=items&type=Long&value=15&name=run&type=String&value=form%20"
                + number.incrementAndGet()
                + "&identifying=1&why=",
            "Accept",
            "text/html");
    assertThat(answer.statusCode()).isEqualTo(303);
    String execution = stranger.get(answer.headers().firstValue("Location").orElseThrow()).body();
    assertThat(JsonPath.<List<Boolean>>read(execution, "$.execution.parameters[*].identifying"))
        .containsExactly(false, true);
  }

  /** An application that asks nobody who they are has no operators. */
  @Test
  void withoutALoginNobodyActs() throws Exception {
    try (var open = new Stranger(stranger.schema(), false)) {
      assertThat(open.get("/dashboard/jobs").statusCode()).isEqualTo(200);
      HttpResponse<String> answer = open.post("/dashboard/jobs/import/executions", "{}");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(JsonPath.<String>read(answer.body(), "$.type")).endsWith("/forbidden");
    }
  }

  private HttpResponse<String> start(String job, String more, String... headers) throws Exception {
    String run =
        "{\"name\": \"run\", \"value\": \"" + number.incrementAndGet() + " of " + job + "\"}";
    return stranger.post(
        "/dashboard/jobs/" + job + "/executions",
        "{\"parameters\": [" + run + "], " + more + "}",
        headers);
  }
}
