package dev.sluice.drain;

import dev.sluice.shard.Shards;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which shards this process tries in vain, since when and why. It outlives executions: a drain that
 * fails at once and is begun again at every tick is one trouble. Thread-safe.
 */
final class ShardConditions implements SliceListener {

  private final Map<Integer, Trouble> troubles = new ConcurrentHashMap<>();

  /** The trouble of a shard; null if there is none. */
  @Nullable Trouble find(int shard) {
    return troubles.get(shard);
  }

  /**
   * Adds those with a trouble that the table does not list: their rows are gone, and nothing is
   * drained until they are back.
   */
  void addMissing(Map<Integer, Shards.Progress> listed) {
    troubles.forEach(
        (shard, trouble) ->
            listed.putIfAbsent(
                shard, new Shards.Progress(Instant.EPOCH, Instant.now(), trouble.reason)));
  }

  @Override
  public void committed(CommittedSlice slice) {
    idle(slice.message().shard());
  }

  @Override
  public void idle(int shard) {
    troubles.remove(shard);
  }

  @Override
  public void retrying(int shard, String reason) {
    troubles.compute(
        shard, (_, before) -> new Trouble(before == null ? Instant.now() : before.since, reason));
  }

  /** What a failure was about, in a line. */
  static String reasonOf(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  /**
   * What keeps a shard from going on.
   *
   * @param since the first failure after the last success
   * @param reason of the last one
   */
  record Trouble(Instant since, String reason) {}
}
