package dev.sluice.scheduler;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.servers.metrics.MetricsCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The catalogue of metrics is true for a scheduler that has decided a little. Seen to fail with a
 * row of what was not there ({@code sluice_seats} of shards without sessions), and with another
 * label than there was.
 */
class MetricsIntegrationTests {

  private static final Path CATALOGUE = Path.of("../k8s/METRICS.md");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void metricsAreThoseOfTheCatalogue() throws Exception {
    MetricsCatalogue catalogue = MetricsCatalogue.of(CATALOGUE, "scheduler");
    try (var scheduler = new RunningScheduler(List.of("--sluice.drain.linger=100ms"))) {
      StringRedisTemplate redis = scheduler.bean(StringRedisTemplate.class);
      ShardKeys keys = new ShardKeys(0);
      await().atMost(PATIENCE).until(() -> redis.hasKey(keys.verified()));
      append(redis, keys.requests(), aRequestForNoSession());
      assertThat(scheduler.get("/nowhere").statusCode()).isGreaterThanOrEqualTo(400);

      // Pauses for garbage are told once there was one.
      System.gc();
      // Shards are measured every ten seconds, and executions counted when they have ended.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                String told = scheduler.get("/actuator/prometheus").body();
                assertThat(catalogue.problems(told)).isEmpty();
                assertThat(told)
                    .contains("sluice_rejections_total{reason=\"unknown-session\",shard=\"0\"} 1.0")
                    .contains("sluice_outcome_delay_seconds_count{shard=\"0\"} 1")
                    .contains("sluice_shard_backlog{shard=\"0\"} 0.0");
              });
    }
  }

  private static Map<String, byte[]> aRequestForNoSession() {
    var request =
        Request.of(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "ann",
            new Command.ReserveNamed(List.of("A-1-1"), null));
    return StreamEntry.of(new EntryId(1, 0), request).fields();
  }

  private static void append(StringRedisTemplate redis, String stream, Map<String, byte[]> fields) {
    redis.execute(
        (RedisCallback<Object>)
            connection -> {
              var bytes = new IdentityHashMap<byte[], byte[]>();
              fields.forEach((name, value) -> bytes.put(name.getBytes(US_ASCII), value));
              return connection.streamCommands().xAdd(stream.getBytes(US_ASCII), bytes);
            });
  }
}
