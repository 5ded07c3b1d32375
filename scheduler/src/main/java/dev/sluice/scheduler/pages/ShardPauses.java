package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.Audit.Done;
import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.audit.Change;
import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import dev.sluice.shard.Shards;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Pauses and resumes shards, for all nodes. No drain begins on a paused shard; one that runs is
 * asked to end at its next commit. A drain that begins in the very moment of the pause goes on
 * until it has nothing to do, or until somebody pauses again.
 */
@Component
final class ShardPauses {

  private final Shards shards;
  private final Actions actions;
  private final ShardDrains drains;

  ShardPauses(Shards shards, Actions actions, ShardDrains drains) {
    this.shards = shards;
    this.actions = actions;
    this.drains = drains;
  }

  /**
   * Pauses it. Where it is paused already, only a drain that runs all the same is asked to end.
   *
   * @throws RefusedException without a reason
   */
  void pause(ShardRow shard, By by) {
    carryOut(
        ActionKind.PAUSE,
        shard,
        by,
        () -> {
          String reason = by.who() + ": " + by.why();
          return shards
              .pauseUnlessPaused(shard.shard(), reason)
              .map(kept -> "paused: " + kept)
              .orElse("paused before");
        });
    for (long execution : drains.running().getOrDefault(shard.shard(), List.of())) {
      actions.executions().stop(execution, by);
    }
  }

  /**
   * Resumes it.
   *
   * @throws RefusedException without a reason, or where it is not paused as the row says
   */
  void resume(ShardRow shard, By by) {
    carryOut(
        ActionKind.RESUME,
        shard,
        by,
        () -> {
          if (shard.pausedBecause() == null
              || !shards.resume(shard.shard(), shard.pausedBecause())) {
            throw new RefusedException(
                Refusal.CHANGED_MEANWHILE, "The shard is not paused, or for another reason now");
          }
          return "resumed";
        });
  }

  private void carryOut(ActionKind kind, ShardRow shard, By by, Act act) {
    String before = shard.pausedBecause() == null ? "running" : "paused: " + shard.pausedBecause();
    actions
        .audit()
        .<Boolean>carryOut(
            kind,
            ShardRow.target(shard.shard()),
            null,
            by,
            () -> {
              by.requireReason();
              return new Done<>(true, new Change(null, before, act.now()));
            });
  }

  /** Does it, and tells the state after it. */
  private interface Act {
    String now();
  }
}
