package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.pages.executions.WhyInput;
import dev.sluice.dashboard.web.DashboardController;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.NoSuchPageException;
import dev.sluice.dashboard.web.Operator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The shards: how each is, and letting one rest. */
@DashboardController
@RequestMapping("${dashboard.path:/dashboard}/shards")
final class ShardsController {

  private final ShardRows rows;
  private final ShardPauses pauses;
  private final Links links;

  ShardsController(ShardRows rows, ShardPauses pauses, Links links) {
    this.rows = rows;
    this.pauses = pauses;
    this.links = links;
  }

  @GetMapping
  ShardsView list() {
    return new ShardsView(rows.list());
  }

  @PostMapping("/{shard}/pause")
  ShardView pause(@PathVariable int shard, WhyInput why, Operator operator) {
    pauses.pause(get(shard), why.by(operator));
    return new ShardView(get(shard), links.base() + "/shards");
  }

  @PostMapping("/{shard}/resume")
  ShardView resume(@PathVariable int shard, WhyInput why, Operator operator) {
    pauses.resume(get(shard), why.by(operator));
    return new ShardView(get(shard), links.base() + "/shards");
  }

  private ShardRow get(int shard) {
    return rows.find(shard).orElseThrow(() -> new NoSuchPageException(ShardRow.target(shard)));
  }
}
