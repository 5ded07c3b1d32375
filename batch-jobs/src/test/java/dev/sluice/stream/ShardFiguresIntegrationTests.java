package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.drain.RedisProxy;
import dev.sluice.redis.RedisConfiguration;
import dev.sluice.servers.Servers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What Spring Data Redis tells of shards, and what that costs. */
class ShardFiguresIntegrationTests {

  /** No other test has them. */
  private static final int FULL = 9_001;

  private static final int EMPTY = 9_002;
  private static final Instant ACCEPTED = Instant.parse("2026-11-27T10:00:00.123Z");
  private static final String IDS = "2 1 1764237600123-0 10 1 1 - 0 0 - 9 1 1 9 86400000 0 0";

  /** Commands that arrive at Redis, greetings aside. */
  private final List<String> commands = new CopyOnWriteArrayList<>();

  /** Seen to fail with the last entry in place of the first, and with a question a shard twice. */
  @Test
  void tellsBacklogAgeAndIdsOfEachShardForOneCommandEach() {
    withFigures(
        (figures, redis) -> {
          commands.clear();
          List<Integer> shards = List.of(EMPTY, FULL);
          assertThat(figures.listBacklogs(shards)).isEqualTo(Map.of(EMPTY, 0L, FULL, 2L));
          assertThat(figures.listOldest(shards)).isEqualTo(Map.of(FULL, ACCEPTED));
          assertThat(figures.listIds(shards)).containsOnlyKeys(FULL);
          assertThat(commands).containsExactly("XLEN", "XLEN", "XRANGE", "XRANGE", "GET", "GET");
        });
  }

  /** Seen to fail without the reset: the second question waited in vain, too. */
  @Test
  void asksOnANewConnectionAfterAnAnswerThatDidNotCome() {
    withFigures(
        (figures, redis) -> {
          assertThat(figures.listBacklogs(List.of(FULL))).containsEntry(FULL, 2L);
          redis.freeze();
          assertThatThrownBy(() -> figures.listBacklogs(List.of(FULL)))
              .hasMessageContaining("timed out");
          assertThat(figures.listBacklogs(List.of(FULL))).containsEntry(FULL, 2L);
        });
  }

  private void withFigures(Act act) {
    String uri = Servers.shared().redis().uri();
    with(
        uri,
        template -> {
          var keys = new ShardKeys(FULL);
          try (var proxy = new RedisProxy(uri, (_, words) -> commands.add(words.getFirst()))) {
            append(template, keys, ACCEPTED);
            append(template, keys, ACCEPTED.plusSeconds(1));
            template.opsForValue().set(keys.ids(), IDS);
            with(
                proxy.uri(),
                asked ->
                    act.perform(
                        new ShardFigures(
                            asked, (LettuceConnectionFactory) asked.getRequiredConnectionFactory()),
                        proxy));
          } finally {
            template.delete(List.of(keys.requests(), keys.ids()));
          }
        });
  }

  private static void append(StringRedisTemplate template, ShardKeys keys, Instant accepted) {
    template
        .opsForStream()
        .add(
            StreamRecords.string(Map.of("v", "2"))
                .withStreamKey(keys.requests())
                .withId(RecordId.of(accepted.toEpochMilli(), 0)));
  }

  /** Spring Data Redis as Spring Boot and the processes' configuration make it. */
  private static void with(String uri, Consumer<StringRedisTemplate> client) {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(SslAutoConfiguration.class, DataRedisAutoConfiguration.class))
        .withUserConfiguration(RedisConfiguration.class)
        .withPropertyValues(
            "spring.data.redis.url=" + uri,
            "sluice.redis.durability=relaxed",
            "sluice.redis.command-timeout=500ms")
        .run(context -> client.accept(context.getBean(StringRedisTemplate.class)));
  }

  private interface Act {
    void perform(ShardFigures figures, RedisProxy redis);
  }
}
