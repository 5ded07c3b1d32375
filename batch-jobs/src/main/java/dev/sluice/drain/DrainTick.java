package dev.sluice.drain;

import dev.sluice.shard.KnownShards;
import dev.sluice.stream.ShardNeeds;
import java.util.List;

/**
 * Looks which shards need a drain, and has this node begin them: shards that have requests, or
 * whose Redis must be verified or lacks outcomes. A look costs one round trip to Redis while there
 * is nothing to do. For one thread at a time.
 */
final class DrainTick {

  private final KnownShards shards;
  private final ShardNeeds needs;
  private final Drains drains;
  private final ShardConditions conditions;

  DrainTick(KnownShards shards, ShardNeeds needs, Drains drains, ShardConditions conditions) {
    this.shards = shards;
    this.needs = needs;
    this.drains = drains;
    this.conditions = conditions;
  }

  /** Begins what is missing, on threads of its own. */
  void look() {
    if (!drains.isRunning()) {
      return;
    }
    List<Integer> idle = shards.listIds().stream().filter(shard -> !drains.isBegun(shard)).toList();
    List<Integer> needy = needs.listNeedy(idle);
    idle.stream().filter(shard -> !needy.contains(shard)).forEach(conditions::idle);
    needy.forEach(drains::begin);
  }
}
