package dev.sluice.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.servers.Servers;
import dev.sluice.servers.database.Database;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A scheduler that starts before its servers waits for them, says for which, and drains when they
 * come. Seen to fail without {@code WaitForServers}: it ended with the database's "connection
 * refused"; and with a Redisson that connects when it is made: it ended with that of Redis.
 */
class LateServersIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Database database = Database.start(Mode.fromSystemProperty());
  private final Redis redis = Redis.start(Mode.fromSystemProperty());
  private int port;

  @BeforeEach
  void stopServers() throws IOException {
    database.kill();
    redis.kill();
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    database.close();
    redis.close();
    http.close();
  }

  @Test
  void waitsForTheDatabaseThenForRedisThenDrains() {
    CompletableFuture<ConfigurableApplicationContext> starting =
        CompletableFuture.supplyAsync(this::start);
    awaitHealth("/readiness", 503, "\"database\":{\"status\":\"DOWN\"", "no connection to it");
    awaitHealth("/liveness", 200, "UP");
    assertThat(starting).isNotDone();

    database.start();
    try (ConfigurableApplicationContext scheduler = starting.join()) {
      awaitHealth("/readiness", 503, "redisReadiness", "Redis does not answer");
      awaitHealth("/liveness", 200, "UP");

      redis.start();
      awaitHealth("/readiness", 200, "UP");
      await().atMost(PATIENCE).until(() -> drains(scheduler));
    }
  }

  /** It drains on, as what it decides is safe in the database; but it says what Redis may lose. */
  @Test
  void saysThatNobodyWaitsForAReplica() {
    database.start();
    redis.start();
    try (ConfigurableApplicationContext scheduler = start();
        Redis replica = Redis.start(Mode.fromSystemProperty())) {
      awaitHealth("/readiness", 200, "UP");
      replica.follow(redis);
      awaitHealth("/readiness", 503, "redisReadiness", "sluice.redis.replicas-acknowledging");
      awaitHealth("/liveness", 200, "UP");
      await().atMost(PATIENCE).until(() -> drains(scheduler));
      replica.stop();
      awaitHealth("/readiness", 200, "UP");
    }
  }

  private ConfigurableApplicationContext start() {
    return SpringApplication.run(
        SchedulerApplication.class,
        "--server.port=" + port,
        "--server.address=127.0.0.1",
        "--spring.datasource.url=" + database.jdbcUrl(),
        "--spring.datasource.username=" + database.username(),
        "--spring.datasource.password=" + database.password(),
        "--spring.data.redis.url=" + redis.uri(),
        "--spring.kafka.bootstrap-servers=" + Servers.shared().kafka().bootstrapServers(),
        "--sluice.security.jwt.secret=a-secret-of-tests-with-enough-bytes-in-it",
        "--sluice.redis.durability-check=500ms",
        "--sluice.drain.linger=100ms");
  }

  /** An entry that nobody can read is decided, too, once a drain has verified the Redis. */
  private static boolean drains(ConfigurableApplicationContext scheduler) {
    var keys = new ShardKeys(0);
    StringRedisTemplate template = scheduler.getBean(StringRedisTemplate.class);
    if (!template.hasKey(keys.verified())) {
      return false;
    }
    if (lastNumber(scheduler) == 0
        && Objects.requireNonNull(template.opsForStream().size(keys.requests())) == 0) {
      template.opsForStream().add(keys.requests(), Map.of("v", "9"));
    }
    return lastNumber(scheduler) > 0;
  }

  private static long lastNumber(ConfigurableApplicationContext scheduler) {
    return Objects.requireNonNull(
        scheduler
            .getBean(JdbcTemplate.class)
            .queryForObject("SELECT last_number FROM shard WHERE id = 0", Long.class));
  }

  private void awaitHealth(String group, int status, String... texts) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/health" + group);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              HttpResponse<String> health =
                  http.send(
                      HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
              assertThat(health.statusCode()).isEqualTo(status);
              assertThat(health.body()).contains(texts);
            });
  }
}
