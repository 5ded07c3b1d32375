package dev.sluice.scheduler.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.scheduler.RunningScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a person does, in a real browser. Its screenshots are in {@code target/screenshots}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "correct-horse-battery";
  private static final Path PICTURES = Path.of("target", "screenshots");

  /** A payment whose end nobody knows, and a refund that is refused, by a provider of the past. */
  private static final List<String> MONEY =
      List.of(
          """
          INSERT INTO payment (session_id, reservation_id, id, shard, number, digest, amount, currency, payment_key, state, decided_at)
          VALUES (UNHEX(REPEAT('01', 16)), UNHEX(REPEAT('02', 16)), UNHEX(REPEAT('03', 16)), 3, 1000001, UNHEX(REPEAT('00', 16)), 24000, 'KRW',
            'key', 1, UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)
          """,
          """
          INSERT INTO payment_attempt (session_id, reservation_id, payment_id, provider, claimed_key, attempt, calls, answer, captured, told,
            told_at, appends, next_at, created_at)
          VALUES (UNHEX(REPEAT('01', 16)), UNHEX(REPEAT('02', 16)), UNHEX(REPEAT('03', 16)), 'past', 'key', 1, 61, 1, 0, 'HttpTimeoutException',
            UTC_TIMESTAMP(3), 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)
          """,
          """
          INSERT INTO refund (session_id, id, reservation_id, payment_id, shard, number, amount, currency, decided_at)
          VALUES (UNHEX(REPEAT('01', 16)), UNHEX(REPEAT('04', 16)), UNHEX(REPEAT('02', 16)), UNHEX(REPEAT('03', 16)), 3, 1000002, 12000, 'KRW',
            UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)
          """,
          """
          INSERT INTO refund_attempt (shard, number, attempt, calls, answer, told, told_at, next_at, created_at)
          VALUES (3, 1000002, 2, 1, 3, 'NOT_CANCELABLE_PAYMENT: it cannot be cancelled', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 1 DAY,
            UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)
          """);

  private RunningScheduler scheduler;
  private Chromium chromium;

  @BeforeAll
  void start() {
    Optional<Path> program = Chromium.find();
    assumeTrue(program.isPresent(), "There is no Chromium on the path: apt-get install chromium");
    chromium = new Chromium(program.orElseThrow());
    scheduler =
        new RunningScheduler(
            List.of(
                "--sluice.drain.linger=100ms",
                "--sluice.login.local.name=admin",
                "--sluice.login.local.password=" + PASSWORD));
    scheduler
        .bean(StringRedisTemplate.class)
        .opsForStream()
        .add(new ShardKeys(0).requests(), Map.of("v", "9"));
    await().atMost(PATIENCE).until(() -> !scheduler.bean(DeadLetters.class).newest().isEmpty());
    forgetMoney();
    MONEY.forEach(scheduler.bean(JdbcTemplate.class)::execute);
  }

  private void forgetMoney() {
    for (String rows :
        List.of(
            "refund_attempt WHERE shard = 3",
            "refund WHERE shard = 3",
            "payment_attempt WHERE provider = 'past'",
            "payment WHERE shard = 3")) {
      scheduler.bean(JdbcTemplate.class).execute("DELETE FROM " + rows);
    }
  }

  @AfterAll
  void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (scheduler != null) {
      forgetMoney();
      scheduler.close();
    }
  }

  @Test
  void oneLogsInLooksAtAnExecutionAndPausesAShard() {
    try (BrowserContext context = context(ColorScheme.LIGHT, 1280)) {
      Page page = context.newPage();
      logIn(page, "/dashboard");

      page.getByRole(AriaRole.LINK, link("Jobs")).click();
      page.getByRole(AriaRole.LINK, link("drain")).click();
      page.locator("tbody a").last().click();
      assertThat(page.locator("h1")).containsText("Completed");
      assertThat(page.locator("tbody th")).hasText("drain-shard");
      picture(page, "execution");

      page.getByRole(AriaRole.LINK, link("Shards")).click();
      page.locator("summary").last().click();
      assertThat(page.locator("summary").last().getByText("Cancel")).isVisible();
      assertThat(page.getByText("No request of its sessions is decided").last()).isVisible();
      picture(page, "pausing");
      page.getByLabel("Why: Pause, Shard 3").fill("the hall is closed");
      page.getByRole(AriaRole.BUTTON, button("Pause")).click();
      assertThat(page.getByText("admin: the hall is closed")).isVisible();
      picture(page, "paused");
      page.getByLabel("Why: Resume, Shard 3").fill("it is open");
      page.getByRole(AriaRole.BUTTON, button("Resume")).click();
      assertThat(page.getByText("admin: the hall is closed")).hasCount(0);

      page.getByRole(AriaRole.LINK, link("Audit")).click();
      assertThat(page.locator(".log li").first()).containsText("Resume shard 3");
      page.getByRole(AriaRole.BUTTON, button("Log out")).click();
      assertThat(page.getByText("You are logged out.")).isVisible();
    }
  }

  /** Seen to fail without the script's timer; and, while somebody types, without its look at it. */
  @Test
  void whatChangesIsLoadedAgainButNotUnderWhoTypes() throws Exception {
    try (BrowserContext context = context(ColorScheme.LIGHT, 1280)) {
      Page page = context.newPage();
      page.clock().install();
      logIn(page, "/dashboard");
      page.navigate(scheduler.uri("/dashboard/shards").toString());
      var loads = new AtomicInteger();
      page.onRequest(_ -> loads.incrementAndGet());

      scheduler.post("/dashboard/shards/2/pause", "{\"why\": \"the stage is wet\"}");
      page.clock().runFor(6_000);
      assertThat(page.getByText("ann: the stage is wet")).isVisible();

      page.getByLabel("Why: Resume, Shard 2").fill("it is dry");
      page.locator("h1").click();
      scheduler.post("/dashboard/shards/2/resume", "{\"why\": \"it is dry\"}");
      int before = loads.get();
      page.clock().runFor(20_000);
      assertThat(loads).hasValue(before);
      assertThat(page.getByLabel("Why: Resume, Shard 2")).hasValue("it is dry");
      page.getByLabel("Why: Resume, Shard 2").fill("");
      page.locator("h1").click();
      page.clock().runFor(6_000);
      assertThat(page.getByText("ann: the stage is wet")).hasCount(0);
    }
  }

  /** Seen to fail with a field that has no label. */
  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void noPageKeepsAnybodyOut(ColorScheme scheme) {
    try (BrowserContext context = context(scheme, 390)) {
      Page page = context.newPage();
      page.navigate(scheduler.uri("/dashboard/login").toString());
      var found = new ArrayList<>(serious(page));
      logIn(page, "/dashboard");
      for (String path :
          List.of(
              "",
              "/jobs",
              "/jobs/drain",
              "/executions?noise=show",
              "/executions/1",
              "/shards",
              "/dead-letters",
              "/dead-letters/0/1",
              "/payments",
              "/schedules",
              "/schedules?job=purge-metadata&cron=0+0+3+?+*+SUN",
              "/audit",
              "/none")) {
        page.navigate(scheduler.uri("/dashboard" + path).toString());
        found.addAll(serious(page));
        picture(page, scheme.name().toLowerCase(Locale.ROOT) + path.replaceAll("\\W", "-"));
      }
      assertThat(found).isEmpty();
    }
  }

  private static List<String> serious(Page page) {
    return new AxeBuilder(page)
        .analyze().getViolations().stream()
            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
            .map(rule -> page.url() + ": " + told(rule))
            .toList();
  }

  private static String told(Rule rule) {
    return rule.getId()
        + " "
        + rule.getNodes().stream().map(node -> node.getHtml()).limit(3).toList();
  }

  private BrowserContext context(ColorScheme scheme, int width) {
    return chromium
        .browser()
        .newContext(
            new Browser.NewContextOptions()
                .setLocale("en")
                .setColorScheme(scheme)
                .setViewportSize(width, 800));
  }

  private void logIn(Page page, String path) {
    page.navigate(scheduler.uri(path).toString());
    page.getByLabel("Name").fill("admin");
    page.getByLabel("Password").fill(PASSWORD);
    page.getByRole(AriaRole.BUTTON, button("Log in")).click();
    assertThat(page.locator("h1")).hasText("Overview");
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  private static Page.GetByRoleOptions link(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByRoleOptions button(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
