package dev.sluice.stream;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections of a tick, one a server, kept from one look to the next. After an answer that did not
 * come all are closed, and the next look opens others: one that died without a word must not keep a
 * shard waiting for as long as the operating system believes in it. For one thread at a time.
 */
final class KeptConnections implements AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  private final ShardConnections servers;
  private final boolean cluster;
  private final Map<Integer, StatefulRedisConnection<String, byte[]>> open = new HashMap<>();

  /**
   * Connects when it is first asked.
   *
   * @param cluster whether each shard may be on a server of its own
   */
  KeptConnections(ShardConnections servers, boolean cluster) {
    this.servers = servers;
    this.cluster = cluster;
  }

  /** The connection to the server of a shard. */
  StatefulRedisConnection<String, byte[]> get(int shard) {
    int server = cluster ? shard : 0;
    StatefulRedisConnection<String, byte[]> live = open.get(server);
    if (live == null || !live.isOpen()) {
      live = servers.open(shard);
      open.put(server, live);
    }
    return live;
  }

  /** Lets go of the connection to a shard's server; the next look opens another. */
  private void drop(int shard) {
    StatefulRedisConnection<String, byte[]> live = open.remove(cluster ? shard : 0);
    if (live != null) {
      live.close();
    }
  }

  /**
   * Runs a script that the shard's lease holder has loaded. Where it fails the connection is let go
   * of.
   *
   * @param arguments bytes as they are, all else as its text, which is ASCII
   * @return what it answers, one text after the other
   * @throws SilentRedisException if that is a failure, or does not come
   */
  List<byte[]> evaluate(
      int shard, String script, Collection<String> keys, Collection<?> arguments) {
    try {
      RedisAsyncCommands<String, byte[]> commands = get(shard).async();
      return answer(
          commands.evalsha(
              commands.digest(script),
              ScriptOutputType.MULTI,
              keys.toArray(String[]::new),
              arguments.stream().map(KeptConnections::bytes).toArray(byte[][]::new)));
    } catch (RuntimeException e) {
      drop(shard);
      throw e;
    }
  }

  private static byte[] bytes(Object argument) {
    return argument instanceof byte[] bytes
        ? bytes
        : argument.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * What a command answers.
   *
   * @throws SilentRedisException if that is a failure, or does not come
   */
  static <T> T answer(RedisFuture<T> future) {
    try {
      return future.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SilentRedisException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new SilentRedisException(e);
    }
  }

  @Override
  public void close() {
    open.values().forEach(StatefulRedisConnection::close);
    open.clear();
  }
}
