package dev.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/**
 * What could lose an accepted request is noticed while Redis runs, and said. Found from outside:
 * only three settings were looked at, once for each connection.
 */
class RedisWatchIntegrationTests {

  private static final Redis SERVER = Redis.start(Mode.EMBEDDED);
  private static final RedisClient CLIENT = RedisClient.create(SERVER.uri());
  private static final RedisCommands<String, String> REDIS = CLIENT.connect().sync();
  private static final ClientResources RESOURCES = ClientResources.create();

  @AfterAll
  static void stop() {
    CLIENT.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    var _ = RESOURCES.shutdown(0, 1, TimeUnit.SECONDS);
    SERVER.close();
  }

  @ParameterizedTest
  @CsvSource({
    "appendonly,                no,          yes",
    "appendfsync,               no,          always",
    "appendfsync,               everysec,    always",
    "no-appendfsync-on-rewrite, yes,         no",
    "maxmemory-policy,          allkeys-lru, noeviction"
  })
  void aSettingThatChangesWhileItRuns(String setting, String wrong, String right) {
    RedisWatch watch = watch(Durability.REQUIRED, 0);
    watch.look();
    assertThat(watch.findObstacle()).isNull();
    REDIS.configSet(setting, wrong);
    try {
      watch.look();
      assertThat(watch.findObstacle()).startsWith("Redis has " + setting + " " + wrong);
      assertThatThrownBy(watch::requireSafeIfReachable).isInstanceOf(UnsafeRedisException.class);
      RedisWatch relaxed = watch(Durability.RELAXED, 0);
      relaxed.requireSafeIfReachable();
      assertThat(relaxed.findObstacle()).isNull();
    } finally {
      REDIS.configSet(setting, right);
    }
    watch.look();
    assertThat(watch.findObstacle()).isNull();
  }

  /**
   * As in a service where CONFIG is renamed or forbidden: a start goes on, and says what it lacks.
   */
  @Test
  void settingsThatNobodyMayRead() {
    REDIS.dispatch(
        () -> "ACL".getBytes(StandardCharsets.US_ASCII),
        new StatusOutput<>(StringCodec.ASCII),
        new CommandArgs<>(StringCodec.ASCII)
            .add("SETUSER")
            .add("guest")
            .add("on")
            .add(">secret")
            .add("~*")
            .add("+@all")
            .add("-config"));
    RedisWatch watch = watch(details("guest", "secret"), settings(Durability.REQUIRED, 0));
    watch.requireSafeIfReachable();
    assertThat(watch.findObstacle()).contains("sluice.redis.durability to trusted");
    RedisWatch trusting = watch(details("guest", "secret"), settings(Durability.TRUSTED, 0));
    trusting.look();
    assertThat(trusting.findObstacle()).isNull();
  }

  @Test
  void aReplicaThatNobodyWaitsFor() {
    try (Redis replica = aReplica()) {
      RedisWatch watch = watch(Durability.REQUIRED, 0);
      watch.requireSafeIfReachable();
      assertThat(watch.findObstacle()).contains("sluice.redis.replicas-acknowledging");
      RedisWatch relaxed = watch(Durability.RELAXED, 0);
      relaxed.look();
      assertThat(relaxed.findObstacle()).isNull();
      RedisWatch waiting = watch(Durability.REQUIRED, 1);
      waiting.look();
      // 7.0 has no WAITAOF.
      assertThat(waiting.findObstacle()).contains("7.2");
      RedisWatch more = watch(Durability.REQUIRED, 2);
      more.look();
      assertThat(more.findObstacle()).contains("but 2 must have a request");
      leave(replica);
    }
  }

  /** Redis itself misses it after a minute only. Seen to fail without a look at its lag. */
  @Test
  void aReplicaThatHangs() {
    try (Redis replica = aReplica()) {
      RedisWatch watch = watch(Durability.REQUIRED, 1);
      replica.freeze();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                watch.look();
                assertThat(watch.findObstacle())
                    .isEqualTo(
                        "Redis has 0 replicas that follow it, but 1 must have a request before it"
                            + " is accepted");
              });
      assertThat(REDIS.info("replication")).contains("connected_slaves:1");
      leave(replica);
    }
  }

  private static Redis aReplica() {
    Redis replica = Redis.start(Mode.EMBEDDED);
    replica.follow(SERVER);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> REDIS.info("replication").contains("state=online"));
    return replica;
  }

  private static void leave(Redis replica) {
    replica.kill();
    await().until(() -> REDIS.info("replication").contains("connected_slaves:0"));
  }

  @Test
  void aRedisThatWasNeverThereAndOneThatWent() {
    RedisSettings settings = settings(Durability.REQUIRED, 0);
    RedisWatch never =
        watch(
            new DataRedisConnectionDetails() {
              @Override
              public Standalone getStandalone() {
                return Standalone.of("127.0.0.1", 1);
              }
            },
            settings);
    assertThat(never.findObstacle()).isEqualTo("Redis has not been asked yet");
    never.requireSafeIfReachable();
    assertThat(never.findObstacle()).startsWith("Redis does not answer");
    RedisWatch watch = watch(details(null, password(SERVER)), settings);
    watch.look();
    SERVER.freeze();
    try {
      watch.look();
      assertThat(watch.findAbsence()).startsWith("Redis does not answer");
      assertThat(watch.findObstacle()).as("it was fit when it was last seen").isNull();
    } finally {
      SERVER.thaw();
    }
  }

  private static RedisWatch watch(Durability durability, int replicas) {
    return watch(details(null, password(SERVER)), settings(durability, replicas));
  }

  private static RedisWatch watch(DataRedisConnectionDetails details, RedisSettings settings) {
    return new RedisWatch(new RedisServers("test", details, null, settings, RESOURCES));
  }

  private static RedisSettings settings(Durability durability, int replicas) {
    return new RedisSettings(
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        durability,
        Duration.ofSeconds(10),
        replicas);
  }

  private static DataRedisConnectionDetails details(@Nullable String username, String password) {
    return new DataRedisConnectionDetails() {
      @Override
      public @Nullable String getUsername() {
        return username;
      }

      @Override
      public String getPassword() {
        return password;
      }

      @Override
      public Standalone getStandalone() {
        return Standalone.of("127.0.0.1", RedisURI.create(SERVER.uri()).getPort());
      }
    };
  }

  private static String password(Redis server) {
    return server.uri().replaceAll(".*//:|@.*", "");
  }
}
