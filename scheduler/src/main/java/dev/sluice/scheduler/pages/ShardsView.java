package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.web.Page;
import java.util.List;

/** All shards. */
public record ShardsView(List<ShardRow> shards) implements Page {

  @Override
  public String template() {
    return "sluice/shards";
  }

  @Override
  public boolean changes() {
    return true;
  }

  /** Whether Redis told nothing. */
  public boolean isRedisAway() {
    return shards.stream().allMatch(shard -> shard.backlog() == null);
  }
}
