package dev.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Linux asks a silent peer of every client's idle connections soon, not after its two hours: read
 * from the kernel's own table. Seen to fail without {@code keepAlive} in {@code RedisServers}, and
 * in {@code RedissonClients}.
 */
class KeepAliveIntegrationTests {

  private static final Redis SERVER = Redis.start(Mode.EMBEDDED);
  private static final int PORT = RedisURI.create(SERVER.uri()).getPort();
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  /** What the table counts in. */
  private static final int JIFFIES_PER_SECOND = 100;

  private static final String KEEP_ALIVE = "02";

  @BeforeEach
  void onLinux() {
    assumeTrue(Files.exists(Path.of("/proc/net/tcp")));
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void ofLettuce() {
    with(
        context -> {
          try (var connection = context.getBean(RedisServers.class).connect(0, StringCodec.ASCII)) {
            connection.sync().ping();
            requireKeptAlive();
          }
        });
  }

  @Test
  void ofSpringDataRedis() {
    with(
        context -> {
          context.getBean(StringRedisTemplate.class).hasKey("x");
          requireKeptAlive();
        });
  }

  @Test
  void ofRedisson() {
    with(
        context -> {
          RedissonClient redisson =
              RedissonClients.create(context.getBean(RedisServers.class), Duration.ofSeconds(5));
          try {
            redisson.getBucket("x").isExists();
            requireKeptAlive();
          } finally {
            redisson.shutdown(0, 100, TimeUnit.MILLISECONDS);
          }
        });
  }

  private static void with(Consumer<ApplicationContext> client) {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(SslAutoConfiguration.class, DataRedisAutoConfiguration.class))
        .withUserConfiguration(RedisConfiguration.class)
        .withPropertyValues(
            "spring.data.redis.url=" + SERVER.uri(),
            "sluice.redis.durability=relaxed",
            "sluice.redis.command-timeout=1m",
            "sluice.redis.silence-max=" + SILENCE_MAX)
        .run(client::accept);
    await().until(() -> connections().isEmpty());
  }

  /**
   * Of all that it has open to the server, the timer that runs is that of keep-alive, and short.
   */
  private static void requireKeptAlive() {
    List<String> timers = connections();
    assertThat(timers).isNotEmpty();
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(connections())
                    .isNotEmpty()
                    .allSatisfy(
                        timer -> {
                          assertThat(timer).startsWith(KEEP_ALIVE + ":");
                          assertThat(Long.parseLong(timer.substring(3), 16))
                              .isLessThanOrEqualTo(
                                  SILENCE_MAX.dividedBy(3).toSeconds() * JIFFIES_PER_SECOND);
                        }));
  }

  /** The timers of this machine's connections to the server, as the kernel writes them. */
  private static List<String> connections() {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .map(Path::of)
        .filter(Files::exists)
        .flatMap(table -> lines(table).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns[2].endsWith(":%04X".formatted(PORT)))
        .filter(columns -> columns[3].equals("01"))
        .map(columns -> columns[5])
        .toList();
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
