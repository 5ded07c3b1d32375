package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.web.Page;

/**
 * A shard that something was done to.
 *
 * @param address where it is seen
 */
public record ShardView(ShardRow shard, String address) implements Page {

  @Override
  public String template() {
    return "sluice/shards";
  }

  @Override
  public String redirect() {
    return address;
  }
}
