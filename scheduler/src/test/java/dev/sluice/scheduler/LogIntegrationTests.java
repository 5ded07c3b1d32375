package dev.sluice.scheduler;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the scheduler logs as it does in containers: a JSON object a line, by Elastic's common
 * schema, with the shard where a line is about one, and nothing of what clients sent, whether it
 * could be decided or not. Seen to fail with a line that logs an entry that cannot be read.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogIntegrationTests {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String NAME = "Zdenka_Plantova";
  private static final String MAIL = "zdenka.plantova@example.org";
  private static final String PAYMENT_KEY = "planted_payment_key_4711";
  private static final String NOTE = "planted-note-of-a-client";
  private static final String PASSWORD = "planted-password-4711";

  @Test
  void noLineHasWhatClientsSent(CapturedOutput output) throws Exception {
    var settings =
        List.of(
            "--logging.structured.format.console=ecs",
            "--sluice.login.local.name=" + NAME,
            "--sluice.login.local.password=" + PASSWORD);
    String token = RunningScheduler.token("ops:read");
    try (var scheduler = new RunningScheduler(settings)) {
      StringRedisTemplate redis = scheduler.bean(StringRedisTemplate.class);
      await().atMost(PATIENCE).until(() -> redis.hasKey(new ShardKeys(2).verified()));
      appendAll(redis);
      await().atMost(PATIENCE).until(() -> isDecided(redis));
      forgetIds(redis);
      call(scheduler, token);
    }
    List<String> lines = output.getAll().lines().filter(line -> line.startsWith("{")).toList();

    assertThat(lines).isNotEmpty().allSatisfy(LogIntegrationTests::isWhole);
    assertThat(lines)
        .as("lines about a shard")
        .anySatisfy(
            line ->
                assertThat(JSON.readTree(line).path("sluice").path("shard").asString(""))
                    .isEqualTo("2"));
    assertThat(output.getAll())
        .doesNotContainIgnoringCase(NAME, MAIL, PAYMENT_KEY, NOTE, PASSWORD, token);
  }

  private static void appendAll(StringRedisTemplate redis) {
    UUID session = UUID.randomUUID();
    var named = new Command.ReserveNamed(List.of("A-1-1"), NOTE);
    var pay = new Command.Pay(UUID.randomUUID(), 100, PAYMENT_KEY);
    append(redis, fields(session, NAME, named));
    append(redis, fields(session, MAIL, pay));
    // What nobody can read.
    Map<String, byte[]> broken = fields(session, MAIL, pay);
    broken.put("payload", ("{" + NAME + MAIL + PAYMENT_KEY).getBytes(UTF_8));
    append(redis, broken);
    Map<String, byte[]> unknown = fields(session, MAIL, pay);
    unknown.put("type", PAYMENT_KEY.getBytes(UTF_8));
    append(redis, unknown);
    Map<String, byte[]> nameless = fields(session, MAIL, pay);
    nameless.put("customer", "Zdenka \"Plantova\"".getBytes(UTF_8));
    nameless.put("id", MAIL.getBytes(UTF_8));
    append(redis, nameless);
  }

  private static boolean isDecided(StringRedisTemplate redis) {
    Long waiting = redis.opsForStream().size(new ShardKeys(2).requests());
    return waiting != null && waiting == 0;
  }

  /** So that a drain has something to tell. */
  private static void forgetIds(StringRedisTemplate redis) {
    var keys = new ShardKeys(2);
    redis.delete(List.of(keys.ids(), keys.verified()));
    await().atMost(PATIENCE).until(() -> redis.hasKey(keys.verified()));
  }

  private static void call(RunningScheduler scheduler, String token)
      throws IOException, InterruptedException {
    scheduler.get("/dashboard/jobs?name=" + MAIL);
    scheduler.get("/dashboard/" + NAME);
    scheduler.post("/dashboard/shards/2/pause", "{\"why\": " + NAME);
    try (HttpClient http = HttpClient.newHttpClient()) {
      send(http, HttpRequest.newBuilder(scheduler.uri("/dashboard?access_token=" + token)));
      send(
          http,
          HttpRequest.newBuilder(scheduler.uri("/dashboard"))
              .header("Authorization", "Bearer " + token.substring(1)));
      send(
          http,
          HttpRequest.newBuilder(scheduler.uri("/login"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "username=" + MAIL + "&password=" + PASSWORD)));
    }
  }

  private static void send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    assertThat(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode())
        .isGreaterThanOrEqualTo(300);
  }

  private static Map<String, byte[]> fields(UUID session, String customer, Command command) {
    var request = Request.of(UUID.randomUUID(), session, customer, command);
    return new LinkedHashMap<>(StreamEntry.of(new EntryId(1, 0), request).fields());
  }

  private static void append(StringRedisTemplate redis, Map<String, byte[]> fields) {
    byte[] stream = new ShardKeys(2).requests().getBytes(US_ASCII);
    redis.execute(
        (RedisCallback<Object>)
            connection -> {
              var bytes = new IdentityHashMap<byte[], byte[]>();
              fields.forEach((name, value) -> bytes.put(name.getBytes(US_ASCII), value));
              return connection.streamCommands().xAdd(stream, bytes);
            });
  }

  private static void isWhole(String line) {
    JsonNode object = JSON.readTree(line);
    assertThat(object.path("@timestamp").asString("")).as(line).endsWith("Z");
    assertThat(object.path("log").path("level").asString("")).as(line).isNotEmpty();
    assertThat(object.path("message").asString("")).as(line).isNotEmpty();
    assertThat(object.path("service").path("name").asString(""))
        .as(line)
        .isEqualTo("sluice-scheduler");
  }
}
