package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.AuditEntry;
import dev.sluice.drain.ShardReport;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** When shards were resumed, as the audit has it: the row of a shard only knows its pause. */
@Component
final class ShardResumes {

  /** A resume that so many others followed is not the one that one waits for. */
  private static final int AUDIT_MAX = 10;

  private final Actions actions;
  private final Clock clock = Clock.systemUTC();

  ShardResumes(Actions actions) {
    this.actions = actions;
  }

  /** Whether a shard may still be taking up what has waited during its pause. */
  boolean isRecent(int shard) {
    return isRecent(
        actions.audit().list(ShardRow.target(shard), null, Long.MAX_VALUE, AUDIT_MAX),
        clock.instant());
  }

  static boolean isRecent(List<AuditEntry> audit, Instant now) {
    return audit.stream()
        .filter(entry -> entry.action() == ActionKind.RESUME)
        .filter(entry -> entry.outcome() == AuditEntry.Outcome.DONE)
        .anyMatch(entry -> entry.at().plus(ShardReport.STALL_MAX).isAfter(now));
  }
}
