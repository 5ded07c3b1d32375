package dev.sluice.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.sluice.dashboard.Stranger;
import dev.sluice.dashboard.TestSchema;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.ResourceBundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see of a stranger's application, without a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HtmlIntegrationTests {

  private final Stranger stranger =
      new Stranger(TestSchema.withTables(), true, "--spring.application.name=Ledger");
  private String failed = "";

  @BeforeAll
  void fail() throws Exception {
    stranger.gate().fail(true);
    failed =
        stranger
            .post(
                "/dashboard/jobs/import/executions",
                "{\"why\": \"<b>first</b>\"}",
                "Prefer",
                "wait=60")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    stranger.gate().fail(false);
  }

  @AfterAll
  void close() {
    stranger.close();
  }

  /** Texts of jobs and of people are text: one that was markup would run in everybody's browser. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '', en, 'Failed, and nobody has taken it up'
          '', en, 'java.lang.IllegalStateException: The ledger is locked &lt;script'
          '', ko, 실패했고 아직 아무도 처리하지 않음
          /jobs, en, Last hours
          /jobs/import, ko, 이 작업 시작
          /jobs/report, en, Never ran
          /executions, ko, 매개변수
          /executions?status=ABANDONED, en, Nothing like that
          /executions, en, '>report</option>'
          '', ko, 기준 시각
          FAILED, en, Restart
          FAILED, ko, 재시작
          /audit, ko, 처리됨
          /executions/999999, en, There is no such page
          """)
  void everyPageIsShownInBothLanguages(String path, String language, String text) throws Exception {
    String address = path.equals("FAILED") ? failed : "/dashboard" + path;
    HttpResponse<String> page =
        stranger.get(address, "Accept", "text/html", "Accept-Language", language);
    assertThat(page.body())
        .startsWith("<!doctype html>")
        .contains(text, "<span>Ledger</span>", "<html lang=\"" + language + "\"")
        .doesNotContain("<script>alert", "<b>first</b>", "style=\"", "onclick");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .doesNotContain("unsafe");
  }

  /** Seen to fail with the page of a problem, where all that was filled in is gone. */
  @Test
  void whoseStartIsRefusedHasTheFormAgain() throws Exception {
    String start = "/dashboard/jobs/report/executions";
    String fields =
        "name=businessDate&type=LocalDate&value=2026-11-%s&identifying=0&why=%%3Cb%%3Elate";
    stranger.post(
        start,
        "{\"parameters\": [{\"name\": \"businessDate\", \"type\": \"LocalDate\", \"value\":"
            + " \"2026-11-01\"}]}",
        "Prefer",
        "wait=60");
    HttpResponse<String> twice =
        stranger.submit(start, fields.formatted("01"), "Accept", "text/html");
    assertThat(twice.statusCode()).isEqualTo(409);
    assertThat(twice.body())
        .contains(
            "<details class=\"card\" open",
            "It has completed with the parameters that identify this instance",
            "value=\"2026-11-01\"",
            "value=\"&lt;b&gt;late\"",
            "See execution #");
    HttpResponse<String> unreadable =
        stranger.submit(start, fields.formatted("xx"), "Accept", "text/html");
    assertThat(unreadable.statusCode()).isEqualTo(422);
    assertThat(unreadable.body()).contains("value=\"2026-11-xx\"", "is no LocalDate");
    assertThat(page("/dashboard/jobs/once")).contains("It has had no parameters so far.");
  }

  /** Seen to fail with a mark on every page. */
  @Test
  void onlyWhatGoesOnIsLoadedAgainAndAgain() throws Exception {
    String mark = "data-changes=\"true\"";
    stranger.gate().close();
    String running =
        stranger
            .post(
                "/dashboard/jobs/report/executions",
                "{\"parameters\": [{\"name\": \"businessDate\", \"value\": \"1\"}]}")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    stranger.gate().awaitArrival();
    for (String path : List.of(running, "/dashboard", "/dashboard/executions")) {
      assertThat(page(path)).as(path).contains(mark);
    }
    stranger.gate().open();
    await().until(() -> !page(running).contains(mark));
    assertThat(page("/dashboard/executions")).doesNotContain(mark);
    assertThat(page("/dashboard/audit")).doesNotContain(mark).contains("As of");
  }

  private String page(String path) throws Exception {
    return stranger.get(path, "Accept", "text/html").body();
  }

  @Test
  void theOverviewForgetsWhatWasTakenUp() throws Exception {
    assertThat(JsonPath.<Integer>read(stranger.get("/dashboard").body(), "$.failed.length()"))
        .isEqualTo(1);
    assertThat(stranger.post(failed + "/restart", "", "Prefer", "wait=60").statusCode())
        .isEqualTo(200);
    assertThat(JsonPath.<Integer>read(stranger.get("/dashboard").body(), "$.failed.length()"))
        .isZero();
    failedAgain();
  }

  /** Both languages have the same texts; a missing one would be a broken page. */
  @Test
  void bothLanguagesHaveTheSameTexts() throws Exception {
    assertThat(keys("messages_ko")).isEqualTo(keys("messages"));
    assertThat(
            ResourceBundle.getBundle("dev.sluice.dashboard.messages", Locale.KOREAN)
                .getString("status.FAILED"))
        .isEqualTo("실패");
  }

  @Test
  void assetsAreKeptByBrowsers() throws Exception {
    String page = stranger.get("/dashboard/jobs", "Accept", "text/html").body();
    String address = page.substring(page.indexOf("/dashboard/assets/dashboard.css"));
    HttpResponse<String> css = stranger.get(address.substring(0, address.indexOf('"')));
    assertThat(css.statusCode()).isEqualTo(200);
    assertThat(css.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
  }

  private void failedAgain() throws Exception {
    stranger.gate().fail(true);
    failed =
        stranger
            .post(
                "/dashboard/jobs/import/executions",
                "{\"parameters\": [{\"name\": \"again\", \"value\": \"1\"}]}",
                "Prefer",
                "wait=60")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    stranger.gate().fail(false);
  }

  private static Object keys(String bundle) throws Exception {
    var properties = new Properties();
    try (var file =
        HtmlIntegrationTests.class.getResourceAsStream(
            "/dev/sluice/dashboard/" + bundle + ".properties")) {
      properties.load(file);
    }
    return properties.keySet();
  }
}
