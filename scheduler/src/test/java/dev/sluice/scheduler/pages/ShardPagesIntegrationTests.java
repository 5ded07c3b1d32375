package dev.sluice.scheduler.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.scheduler.RunningScheduler;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

/** What Sluice adds to the dashboard, on a scheduler with drains that run on when they are idle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShardPagesIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SHARDS = "/dashboard/shards";
  private static final String LETTERS = "/dashboard/dead-letters";

  private final Redis redis = Redis.start(Mode.fromSystemProperty());
  private RunningScheduler scheduler;

  @BeforeAll
  void start() {
    scheduler =
        new RunningScheduler(
            List.of("--spring.data.redis.url=" + redis.uri(), "--sluice.drain.linger=10m"));
    await().atMost(PATIENCE).until(() -> List.of(0, 1, 2, 3).stream().allMatch(this::isDraining));
  }

  @AfterAll
  void stop() {
    scheduler.close();
    redis.close();
  }

  /** Seen to fail without the stop of the drain that runs: it went on. */
  @Test
  void aPausedShardRestsUntilItIsResumed() throws Exception {
    HttpResponse<String> paused = scheduler.post(SHARDS + "/1/pause", "{\"why\": \"<b>move</b>\"}");
    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> state(1).equals("paused"));

    append(1, Map.of("v", "9"));
    assertThat(shard(1, "backlog")).isEqualTo(1);
    assertThat(shard(1, "pausedBecause")).isEqualTo("ann: <b>move</b>");
    assertThat(scheduler.get("/dashboard").body())
        .contains("\"text\":\"problem.paused\",\"values\":[\"1\"]", "ann: <b>move</b>");
    assertThat(page(SHARDS)).contains("ann: &lt;b&gt;move&lt;/b&gt;").doesNotContain("<b>move");
    assertThat(page("/dashboard")).contains("Shard 1 is paused");

    assertThat(scheduler.post(SHARDS + "/1/resume", "{\"why\": \"moved\"}").statusCode())
        .isEqualTo(200);
    await().atMost(PATIENCE).until(() -> Objects.equals(shard(1, "backlog"), 0));
    String audit = scheduler.get("/dashboard/audit?target=shard%201").body();
    assertThat(JsonPath.<List<String>>read(audit, "$.actions[*].action"))
        .containsExactly("RESUME", "PAUSE");
    assertThat(JsonPath.<Map<String, Object>>read(audit, "$.actions[0]"))
        .containsEntry("who", "ann")
        .containsEntry("why", "moved")
        .containsEntry("before", "paused: ann: <b>move</b>")
        .containsEntry("after", "resumed");
    assertThat(page("/dashboard/audit")).contains("shard 1").doesNotContain("/jobs/shard");
  }

  /** Seen to fail with a resume that does not look. */
  @Test
  void whatIsNotPausedIsNotResumedAndNothingIsDoneWithoutAReason() throws Exception {
    HttpResponse<String> resumed = scheduler.post(SHARDS + "/2/resume", "{\"why\": \"why not\"}");
    assertThat(resumed.statusCode()).isEqualTo(409);
    assertThat(resumed.body()).contains("changed-meanwhile");
    HttpResponse<String> silent = scheduler.post(SHARDS + "/2/pause", "{\"why\": \" \"}");
    assertThat(silent.statusCode()).isEqualTo(422);
    assertThat(silent.body()).contains("reason-missing");
    assertThat(shard(2, "pausedBecause")).isNull();
    assertThat(isDraining(2)).isTrue();
    assertThat(scheduler.post(SHARDS + "/99/pause", "{\"why\": \"x\"}").statusCode())
        .isEqualTo(404);
  }

  /**
   * What is in a letter came from anybody. Seen to fail with a place that takes the greatest number
   * of a page instead of the smallest, and with a page that takes the payload for markup.
   */
  @Test
  void deadLettersAreListedPageByPageAndOneIsShownAsText() throws Exception {
    long before = letters().size();
    for (int i = 0; i < 60; i++) {
      append(i % 2 * 3, Map.of("v", "9"));
    }
    append(
        0,
        Map.of("v", "1", "type", "RESERVE", "payload", "{\"id\": \"<script>alert(1)</script>\""));
    await().atMost(PATIENCE).until(() -> letters().size() == before + 61);
    assertThat(letters()).doesNotHaveDuplicates();

    Integer number =
        scheduler
            .bean(JdbcTemplate.class)
            .queryForObject(
                "SELECT number FROM dead_letter WHERE shard = 0 AND error NOT LIKE '%version%'"
                    + " ORDER BY number DESC LIMIT 1",
                Integer.class);
    String address = LETTERS + "/0/" + number;
    assertThat(page(address))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert");
    assertThat(JsonPath.<String>read(scheduler.get(address).body(), "$.payload"))
        .isEqualTo("{\"id\": \"<script>alert(1)</script>\"");
    assertThat(scheduler.get("/dashboard").body()).contains("problem.letters");
    assertThat(scheduler.get(LETTERS + "/0/999999").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", "1:", "1:2,", "1:-2", "1:9999999999999999999"})
  void aPlaceThatIsNoneIsRefused(String before) throws Exception {
    HttpResponse<String> answer = scheduler.get(LETTERS + "?before=" + before);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  /**
   * What the database knows is shown all the same, and the overview says what is wrong. Seen to
   * fail where what Redis throws is thrown on.
   */
  @Test
  void withoutRedisThePagesSaySo() throws Exception {
    redis.kill();
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(page(SHARDS)).contains("Redis does not answer", "Watermark"));
      assertThat(scheduler.get("/dashboard").body()).contains("problem.redis");
    } finally {
      redis.start();
    }
    await().atMost(PATIENCE).until(() -> shard(0, "backlog") != null);
    await().atMost(PATIENCE).until(() -> List.of(0, 1, 2, 3).stream().allMatch(this::isDraining));
  }

  @Test
  void bothLanguagesHaveTheSameTexts() throws Exception {
    for (String bundle : List.of("pages", "login")) {
      assertThat(keys(bundle + "_ko")).isEqualTo(keys(bundle)).isNotEmpty();
    }
  }

  private static Set<Object> keys(String bundle) throws Exception {
    var properties = new Properties();
    try (var file =
        ShardPagesIntegrationTests.class.getResourceAsStream(
            "/dev/sluice/scheduler/" + bundle + ".properties")) {
      properties.load(file);
    }
    return properties.keySet();
  }

  private List<String> letters() throws Exception {
    var all = new ArrayList<String>();
    String address = LETTERS;
    while (address != null) {
      String body = scheduler.get(address).body();
      JsonPath.<List<Map<String, Object>>>read(body, "$.letters")
          .forEach(letter -> all.add(letter.get("shard") + "-" + letter.get("number")));
      address = JsonPath.read(body, "$.next");
    }
    return all;
  }

  private void append(int shard, Map<String, String> entry) {
    scheduler
        .bean(StringRedisTemplate.class)
        .opsForStream()
        .add(new ShardKeys(shard).requests(), entry);
  }

  private boolean isDraining(int shard) {
    return state(shard).equals("draining");
  }

  private String state(int shard) {
    return scheduler.bean(ShardRows.class).find(shard).orElseThrow().state();
  }

  private @Nullable Object shard(int shard, String member) throws Exception {
    return JsonPath.read(scheduler.get(SHARDS).body(), "$.shards[" + shard + "]." + member);
  }

  private String page(String path) throws Exception {
    HttpResponse<String> page = scheduler.get(path, "Accept", "text/html");
    assertThat(page.body()).startsWith("<!doctype html>");
    return page.body();
  }
}
