package dev.sluice.servers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.servers.Servers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisIntegrationTests {

  private final Redis redis = Servers.shared().redis();

  @BeforeEach
  void empty() {
    run(RedisCommands::flushall);
  }

  @AfterEach
  void heal() {
    redis.thaw();
    redis.start();
  }

  @ParameterizedTest
  @CsvSource({
    "appendonly, yes",
    "appendfsync, always",
    "maxmemory, 1073741824",
    "maxmemory-policy, noeviction",
    "save, ''",
  })
  void isSetAsProductionIs(String setting, String value) {
    Map<String, String> settings = ask(commands -> commands.configGet(setting));
    assertThat(settings).containsEntry(setting, value);
  }

  @Test
  void keepsAnsweredWritesThroughAKill() {
    String uri = redis.uri();
    run(commands -> commands.set("seat", "A-12-7"));
    redis.kill();
    redis.start();

    assertThat(redis.uri()).isEqualTo(uri);
    assertThat(value("seat")).isEqualTo("A-12-7");
  }

  @Test
  void keepsWritesThroughAStop() {
    run(commands -> commands.set("seat", "A-12-7"));
    redis.stop();
    assertThatException().isThrownBy(() -> value("seat"));
    redis.start();

    assertThat(value("seat")).isEqualTo("A-12-7");
  }

  @Test
  void comesBackEmpty() {
    run(commands -> commands.set("seat", "A-12-7"));
    redis.kill();
    redis.startEmpty();

    assertThat(size()).isZero();
  }

  @Test
  void comesBackOlder() {
    run(commands -> commands.set("seat", "old"));
    Redis.Backup backup = redis.backup();
    run(commands -> commands.set("seat", "new"));
    run(commands -> commands.set("other", "new"));
    redis.kill();
    redis.startFrom(backup);

    assertThat(value("seat")).isEqualTo("old");
    assertThat(size()).isEqualTo(1);
    // What it writes from then on stays, too.
    run(commands -> commands.set("other", "newer"));
    redis.kill();
    redis.start();
    assertThat(value("other")).isEqualTo("newer");
  }

  @Test
  void isBackedUpWhileItIsDown() {
    run(commands -> commands.set("seat", "old"));
    redis.stop();
    Redis.Backup backup = redis.backup();
    redis.startEmpty();
    redis.kill();
    redis.startFrom(backup);

    assertThat(value("seat")).isEqualTo("old");
  }

  @Test
  void refusesOtherDataWhileItRuns() {
    assertThatIllegalStateException().isThrownBy(redis::startEmpty);
  }

  @Test
  void hangsWhileFrozen() {
    run(commands -> commands.set("seat", "A-12-7"));
    try (var client = client();
        var connection = client.connect()) {
      redis.freeze();
      assertThatExceptionOfType(RedisCommandTimeoutException.class)
          .isThrownBy(() -> connection.sync().ping());
      redis.thaw();
      assertThat(connection.sync().get("seat")).isEqualTo("A-12-7");
    }
  }

  @Test
  void diesFrozen() {
    run(commands -> commands.set("seat", "A-12-7"));
    redis.freeze();
    redis.kill();
    redis.start();

    assertThat(value("seat")).isEqualTo("A-12-7");
  }

  @Test
  void letsNobodyInWithoutThePassword() {
    var uri = RedisURI.create(redis.uri().replaceFirst(":[^:]*@", ""));
    try (var client = RedisClient.create(uri)) {
      assertThatExceptionOfType(RedisConnectionException.class)
          .isThrownBy(client::connect)
          .havingRootCause()
          .withMessageContaining("NOAUTH");
    }
  }

  private String value(String key) {
    return ask(commands -> commands.get(key));
  }

  private long size() {
    return ask(RedisCommands::dbsize);
  }

  private void run(Consumer<RedisCommands<String, String>> commands) {
    ask(
        sync -> {
          commands.accept(sync);
          return "";
        });
  }

  private <T> T ask(Function<RedisCommands<String, String>, T> command) {
    try (var client = client();
        var connection = client.connect()) {
      return command.apply(connection.sync());
    }
  }

  private RedisClient client() {
    var uri = RedisURI.create(redis.uri());
    uri.setTimeout(Duration.ofSeconds(2));
    return RedisClient.create(uri);
  }
}
