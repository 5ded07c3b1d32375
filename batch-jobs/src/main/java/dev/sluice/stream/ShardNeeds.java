package dev.sluice.stream;

import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks Redis which shards need a drain, in one round trip. Not by Spring Data Redis: that a shard
 * does not wait hangs on it. A connection without an answer is replaced within a second, and the
 * question about scripts goes to the very server of the shard, of which no key tells a Cluster's
 * client. Thread-safe.
 */
public final class ShardNeeds implements AutoCloseable {

  private final KeptConnections connections;
  private final Map<Integer, String[]> scripts = new HashMap<>();

  /**
   * Connects when it is first asked.
   *
   * @param cluster whether each shard may be on a server of its own
   */
  public ShardNeeds(ShardConnections servers, boolean cluster) {
    this.connections = new KeptConnections(servers, cluster);
  }

  /**
   * Those of the shards that have entries, of which a script that appends, marker, ids or outcomes
   * are missing.
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

  @Override
  public synchronized void close() {
    connections.close();
  }

  private Question ask(int shard) {
    RedisAsyncCommands<String, byte[]> commands = connections.get(shard).async();
    var keys = new ShardKeys(shard);
    String[] loaded =
        scripts.computeIfAbsent(
            shard,
            id ->
                VerificationMarker.scripts(id).stream()
                    .map(commands::digest)
                    .toArray(String[]::new));
    return new Question(
        shard,
        commands.xlen(keys.requests()),
        commands.exists(keys.verified(), keys.ids()),
        commands.exists(IncompleteMarker.key(keys)),
        commands.scriptExists(loaded));
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
      boolean waiting = KeptConnections.answer(length) > 0;
      boolean verified = KeptConnections.answer(marker) == 2;
      boolean complete = KeptConnections.answer(incomplete) == 0;
      return KeptConnections.answer(loaded).contains(false) || waiting || !verified || !complete;
    }
  }
}
