package dev.sluice.shard;

import java.time.Duration;
import java.util.List;

/**
 * The shards that there are, for who asks at every tick: a new one is known within a minute.
 * Thread-safe.
 */
public final class KnownShards {

  private static final Duration AGE_MAX = Duration.ofMinutes(1);

  private final Shards shards;
  private List<Integer> ids = List.of();
  private long read;

  /** Knows none before it is asked. */
  public KnownShards(Shards shards) {
    this.shards = shards;
  }

  /** Their ids; from the database if they were read more than a minute ago. */
  public synchronized List<Integer> listIds() {
    long now = System.nanoTime();
    if (ids.isEmpty() || now - read > AGE_MAX.toNanos()) {
      ids = shards.listIds();
      read = now;
    }
    return ids;
  }
}
