package dev.sluice.intake.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.stereotype.Component;

/** Opens connections to the Redis that {@code spring.data.redis.*} names. */
@Component
public final class RedisLinks implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLinks.class);
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisClient client;
  private final RedisSettings settings;

  RedisLinks(
      DataRedisConnectionDetails details, RedisSettings settings, ClientResources resources) {
    this.settings = settings;
    this.client = RedisClient.create(resources, uri(details, settings));
    client.setOptions(options(settings));
  }

  /** A link for questions: what it sends changes nothing. */
  public RedisLink forReading(String name) {
    return new RedisLink(name, () -> connect(), settings.callTimeout());
  }

  /**
   * A link whose every connection is checked first: a Redis that could lose what it acknowledged is
   * not connected to.
   */
  public RedisLink forAppending(String name) {
    return new RedisLink(name, this::connectToSafe, settings.callTimeout());
  }

  /** A connection of its own, for a caller that blocks on it and deals with its end. */
  public StatefulRedisConnection<String, byte[]> connect() {
    return client.connect(CODEC);
  }

  /** Longest wait for an answer. */
  public Duration callTimeout() {
    return settings.callTimeout();
  }

  /**
   * Looks at the settings of Redis, if it can be reached.
   *
   * @throws UnsafeRedisException if it could lose accepted requests and that is not allowed
   */
  public void checkIfReachable() {
    try {
      connectToSafe().close();
    } catch (UnsafeRedisException e) {
      throw e;
    } catch (RuntimeException e) {
      log.warn("Redis cannot be reached yet: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  private StatefulRedisConnection<String, byte[]> connectToSafe() {
    StatefulRedisConnection<String, byte[]> connection = connect();
    try {
      if (!settings.relaxedDurability()) {
        require(connection, "appendonly", "yes");
        require(connection, "appendfsync", "always");
        require(connection, "maxmemory-policy", "noeviction");
      }
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void require(
      StatefulRedisConnection<String, byte[]> connection, String setting, String value) {
    Map<String, String> found = connection.sync().configGet(setting);
    String actual = found.getOrDefault(setting, "unknown");
    if (!actual.equals(value)) {
      throw new UnsafeRedisException(
          "Redis has %s %s, but a request answered 202 is safe only with %s: change it, or set sluice.intake.relaxed-durability"
              .formatted(setting, actual, value));
    }
  }

  private static ClientOptions options(RedisSettings settings) {
    return ClientOptions.builder()
        // The library would send again whatever had no answer when a connection broke.
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .tcpNoDelay(true)
                .build())
        .build();
  }

  private static RedisURI uri(DataRedisConnectionDetails details, RedisSettings settings) {
    DataRedisConnectionDetails.Standalone standalone = details.getStandalone();
    if (standalone == null) {
      throw new IllegalArgumentException(
          "The intake speaks to one Redis server: give spring.data.redis.url, or host and port");
    }
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(standalone.getHost())
            .withPort(standalone.getPort())
            .withDatabase(standalone.getDatabase())
            .withSsl(details.getSslBundle() != null)
            .withClientName("sluice-intake")
            .withTimeout(settings.callTimeout());
    String username = details.getUsername();
    String password = details.getPassword();
    if (username != null && password != null) {
      uri.withAuthentication(username, password.toCharArray());
    } else if (password != null) {
      uri.withPassword(password.toCharArray());
    }
    return uri.build();
  }
}
