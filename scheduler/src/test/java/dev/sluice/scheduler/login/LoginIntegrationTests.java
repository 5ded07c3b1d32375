package dev.sluice.scheduler.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who comes in, by an account and by an identity provider. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginIntegrationTests {

  private LoginNodes nodes;

  @BeforeAll
  void start() {
    nodes = new LoginNodes();
  }

  @AfterAll
  void stop() {
    nodes.close();
  }

  @Test
  void anAccountLogsInAndGoesWhereItWanted() throws Exception {
    try (var person = new Browser(nodes.own())) {
      HttpResponse<String> wanted = person.page("/dashboard/executions?job=drain");
      assertThat(wanted.uri().getPath()).isEqualTo("/dashboard/login");
      assertThat(person.logIn("admin%26+\"co", "wrong").body())
          .contains("Check the name and the password.", "value=\"admin&amp; &quot;co\"")
          .doesNotContain("the other way");
      assertThat(person.page("/dashboard/login").body()).doesNotContain("&quot;co");
      HttpResponse<String> page = person.logIn("admin", LoginNodes.PASSWORD);
      assertThat(page.uri().toString()).endsWith("/dashboard/executions?job=drain");
      assertThat(page.body()).contains(">admin</span>", "Log out");

      assertThat(person.submit("/dashboard", "/dashboard/logout", "").body())
          .contains("You are logged out");
      assertThat(person.page("/dashboard").uri().getPath()).isEqualTo("/dashboard/login");
    }
  }

  /** Seen to fail with sessions in memory. */
  @Test
  void anyNodeServesASessionAndNoneIsLeftAfterTheLogout() throws Exception {
    try (var person = new Browser(nodes.own())) {
      person.logIn("admin", LoginNodes.PASSWORD);
      person.go(nodes.elsewhere());
      assertThat(person.page("/dashboard").body()).contains(">admin</span>");
      person.submit("/dashboard", "/dashboard/logout", "");
      person.go(nodes.own());
      assertThat(person.page("/dashboard").uri().getPath()).isEqualTo("/dashboard/login");
    }
  }

  /** Who has no account must not fill the table of sessions. */
  @Test
  void whoIsNotLoggedInHasNoSession() throws Exception {
    try (var person = new Browser(nodes.own())) {
      long before = sessions();
      person.page("/dashboard");
      person.logIn("admin", "wrong");
      assertThat(sessions()).isEqualTo(before);
      person.logIn("admin", LoginNodes.PASSWORD);
      assertThat(sessions()).isEqualTo(before + 1);
    }
  }

  private long sessions() {
    Long count =
        nodes
            .own()
            .bean(JdbcTemplate.class)
            .queryForObject("SELECT COUNT(*) FROM SPRING_SESSION", Long.class);
    return count == null ? 0 : count;
  }

  /** Seen to fail without protection: the answer was that there is no such execution. */
  @Test
  void aFormOfAnotherSiteIsRefused() throws Exception {
    try (var person = new Browser(nodes.own())) {
      person.logIn("admin", LoginNodes.PASSWORD);
      HttpResponse<String> forged = person.post("/dashboard/executions/999999/stop", "why=forged");
      assertThat(forged.statusCode()).isEqualTo(403);
      assertThat(forged.body()).startsWith("<!doctype html>").contains("The page was too old");
      assertThat(
              person
                  .submit("/dashboard", "/dashboard/executions/999999/stop", "why=x")
                  .statusCode())
          .isEqualTo(404);
    }
  }

  /** A part of a page that is loaded after the session has ended, and a button pressed then. */
  @Test
  void anExpiredLoginLeadsToTheLoginAlsoFromWithinAPage() throws Exception {
    try (var person = new Browser(nodes.own())) {
      person.logIn("admin", LoginNodes.PASSWORD);
      person.forget("sluice-session");
      HttpResponse<String> part = person.page("/dashboard/executions", "HX-Request", "true");
      assertThat(part.statusCode()).isEqualTo(401);
      assertThat(part.headers().firstValue("HX-Redirect")).hasValue("/dashboard/login");
      assertThat(part.body()).isEmpty();
      assertThat(person.post("/dashboard/executions/1/stop", "why=late").uri().getPath())
          .isEqualTo("/dashboard/login");
      HttpResponse<String> program = person.send(person.request("/dashboard"));
      assertThat(program.statusCode()).isEqualTo(401);
      assertThat(program.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }
  }

  /** Only the settings of a Sluice on one's own machine make an account. */
  @Test
  void withoutSettingsThereIsNoAccount() throws Exception {
    try (var person = new Browser(nodes.elsewhere())) {
      assertThat(person.page("/dashboard/login").body())
          .contains("Log in with Opera House")
          .doesNotContain("type=\"password\"");
      person.post("/dashboard/login", "username=user&password=user");
      person.post("/dashboard/login", "username=admin&password=" + LoginNodes.PASSWORD);
      assertThat(person.page("/dashboard").uri().getPath()).isEqualTo("/dashboard/login");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en|Log in", "ko|로그인"})
  void theLoginIsInBothLanguages(String words) throws Exception {
    String[] expected = words.split("\\|", -1);
    try (var person = new Browser(nodes.own())) {
      HttpResponse<String> page = person.page("/dashboard/login", "Accept-Language", expected[0]);
      assertThat(page.body())
          .contains("<html lang=\"" + expected[0] + "\"", "<h1>" + expected[1] + "</h1>")
          .doesNotContain("style=\"", "onclick");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .doesNotContain("unsafe");
    }
  }

  /** Nobody has to be logged in in order to send one. */
  @Test
  void aFormThatIsTooLargeIsRefused() throws Exception {
    try (var person = new Browser(nodes.own())) {
      assertThat(person.post("/dashboard/login", "username=" + "x".repeat(70_000)).statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void cookiesAreForThisSiteAndNoScripts() throws Exception {
    try (var person = new Browser(nodes.own())) {
      assertThat(person.page("/dashboard/login").headers().allValues("Set-Cookie"))
          .isNotEmpty()
          .allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    }
  }
}
