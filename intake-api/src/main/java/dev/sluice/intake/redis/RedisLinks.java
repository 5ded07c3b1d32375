package dev.sluice.intake.redis;

import dev.sluice.redis.RedisServers;
import dev.sluice.redis.RedisWatch;
import dev.sluice.redis.UnsafeRedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Links to the servers of shards. Thread-safe. */
@Component
public final class RedisLinks implements AutoCloseable {

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisServers servers;
  private final RedisWatch watch;
  private final Map<Integer, RedisLink> reading = new ConcurrentHashMap<>();

  RedisLinks(RedisServers servers, RedisWatch watch) {
    this.servers = servers;
    this.watch = watch;
  }

  /** The link for questions about a shard: what it sends changes nothing. Shared; not to close. */
  public RedisLink reading(int shard) {
    int server = servers.isCluster() ? shard : 0;
    RedisLink link = reading.get(server);
    return link != null
        ? link
        : reading.computeIfAbsent(
            server, id -> new RedisLink("reading-" + id, () -> connect(shard), callTimeout()));
  }

  /**
   * A link whose every connection is checked first: a Redis that could lose what it acknowledged is
   * not connected to.
   */
  public RedisLink forAppending(int shard) {
    return new RedisLink("append-" + shard, () -> connectToSafe(shard), callTimeout());
  }

  /** A connection of its own, for a caller that blocks on it and deals with its end. */
  public StatefulRedisConnection<String, byte[]> connect(int shard) {
    return servers.connect(shard, CODEC);
  }

  /** Longest wait for an answer. */
  public Duration callTimeout() {
    return servers.settings().commandTimeout();
  }

  /** Replicas that must have a request on disk before it is accepted. */
  public int replicasAcknowledging() {
    return servers.settings().replicasAcknowledging();
  }

  /** Why nothing may be accepted, though Redis may answer; null if requests may be. */
  public @Nullable String findObstacle() {
    return watch.findObstacle();
  }

  /**
   * Looks at the settings of Redis, if it can be reached.
   *
   * @throws UnsafeRedisException if it could lose accepted requests and that is not allowed
   */
  public void checkIfReachable() {
    watch.requireSafeIfReachable();
  }

  @Override
  public void close() {
    reading.values().forEach(RedisLink::close);
  }

  private StatefulRedisConnection<String, byte[]> connectToSafe(int shard) {
    StatefulRedisConnection<String, byte[]> connection = connect(shard);
    try {
      watch.requireSafe(connection);
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }
}
