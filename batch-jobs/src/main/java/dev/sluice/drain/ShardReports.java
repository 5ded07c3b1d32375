package dev.sluice.drain;

import dev.sluice.shard.Shards;
import dev.sluice.stream.ShardFigures;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** How every shard is, whichever node drains it. Thread-safe. */
public final class ShardReports {

  private final Shards shards;
  private final ShardFigures figures;
  private final Drains drains;
  private final ShardConditions conditions;

  ShardReports(Shards shards, ShardFigures figures, Drains drains, ShardConditions conditions) {
    this.shards = shards;
    this.figures = figures;
    this.drains = drains;
    this.conditions = conditions;
  }

  /**
   * All of them, by shard. Asks the database and Redis.
   *
   * @throws RuntimeException if one of them does not tell
   */
  public SortedMap<Integer, ShardReport> list() {
    Map<Integer, Shards.Progress> all = shards.listProgress();
    conditions.addMissing(all);
    Map<Integer, Instant> oldest = figures.listOldest(all.keySet());
    Set<Integer> drainedHere = drains.listDrained();
    var reports = new TreeMap<Integer, ShardReport>();
    all.forEach(
        (shard, progress) ->
            reports.put(
                shard,
                new ShardReport(
                    drainedHere.contains(shard),
                    progress,
                    oldest.get(shard),
                    conditions.find(shard))));
    return reports;
  }
}
