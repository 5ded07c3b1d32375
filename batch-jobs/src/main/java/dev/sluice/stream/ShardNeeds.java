package dev.sluice.stream;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.IdMemory;
import dev.sluice.contract.ShardKeys;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks Redis which shards need a drain, in one round trip. A connection on which an answer did not
 * come is closed, and the next question opens another: one that died without a word must not keep a
 * shard waiting for as long as the operating system believes in it. Thread-safe.
 */
public final class ShardNeeds implements AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  private final ShardConnections servers;
  private final boolean cluster;
  private final Map<Integer, StatefulRedisConnection<String, byte[]>> open = new HashMap<>();
  private final Map<Integer, String> scripts = new HashMap<>();

  /**
   * Connects when it is first asked.
   *
   * @param cluster whether each shard may be on a server of its own
   */
  public ShardNeeds(ShardConnections servers, boolean cluster) {
    this.servers = servers;
    this.cluster = cluster;
  }

  /**
   * Those of the shards that have entries, of which an append script, marker, ids or outcomes are
   * missing.
   *
   * @throws RuntimeException if Redis does not tell
   */
  public synchronized List<Integer> listNeedy(List<Integer> shards) {
    try {
      var questions = shards.stream().map(this::ask).toList();
      return questions.stream().filter(Question::isNeedy).map(Question::shard).toList();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * When the oldest request of each shard was accepted; shards without any are left out.
   *
   * @throws RuntimeException if Redis does not tell
   */
  public synchronized Map<Integer, Instant> listOldest(Collection<Integer> shards) {
    try {
      var questions = new HashMap<Integer, RedisFuture<List<StreamMessage<String, byte[]>>>>();
      for (int shard : shards) {
        questions.put(
            shard,
            connection(shard)
                .async()
                .xrange(new ShardKeys(shard).requests(), Range.unbounded(), Limit.from(1)));
      }
      var oldest = new HashMap<Integer, Instant>();
      questions.forEach(
          (shard, question) ->
              get(question)
                  .forEach(
                      entry ->
                          oldest.put(
                              shard,
                              Instant.ofEpochMilli(EntryId.parse(entry.getId()).milliseconds()))));
      return oldest;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * State of each shard's request ids; shards without one are left out.
   *
   * @throws RuntimeException if Redis does not tell
   */
  public synchronized Map<Integer, IdMemory> listIds(Collection<Integer> shards) {
    try {
      var questions = new HashMap<Integer, RedisFuture<byte[]>>();
      for (int shard : shards) {
        questions.put(shard, connection(shard).async().get(new ShardKeys(shard).ids()));
      }
      var ids = new HashMap<Integer, IdMemory>();
      questions.forEach(
          (shard, question) -> {
            byte[] words = get(question);
            if (words != null) {
              ids.put(shard, IdMemory.parse(new String(words, StandardCharsets.US_ASCII)));
            }
          });
      return ids;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(StatefulRedisConnection::close);
    open.clear();
  }

  private Question ask(int shard) {
    RedisAsyncCommands<String, byte[]> commands = connection(shard).async();
    var keys = new ShardKeys(shard);
    String loaded =
        scripts.computeIfAbsent(shard, id -> commands.digest(AppendScript.newest().forShard(id)));
    return new Question(
        shard,
        commands.xlen(keys.requests()),
        commands.exists(keys.verified(), keys.ids()),
        commands.exists(ShardRedis.incompleteKey(keys)),
        commands.scriptExists(loaded));
  }

  private StatefulRedisConnection<String, byte[]> connection(int shard) {
    int server = cluster ? shard : 0;
    StatefulRedisConnection<String, byte[]> live = open.get(server);
    if (live == null || !live.isOpen()) {
      live = servers.open(shard);
      open.put(server, live);
    }
    return live;
  }

  private static <T> T get(RedisFuture<T> future) {
    try {
      return future.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SilentRedisException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new SilentRedisException(e);
    }
  }

  /** What was asked of a shard. */
  private record Question(
      int shard,
      RedisFuture<Long> length,
      RedisFuture<Long> marker,
      RedisFuture<Long> incomplete,
      RedisFuture<List<Boolean>> loaded) {

    private boolean isNeedy() {
      // Each is waited for, so that none is left behind on the connection.
      boolean waiting = get(length) > 0;
      boolean verified = get(marker) == 2;
      boolean complete = get(incomplete) == 0;
      return get(loaded).contains(false) || waiting || !verified || !complete;
    }
  }
}
