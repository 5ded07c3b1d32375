package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.estimate.Estimate;
import dev.sluice.dashboard.history.Counters;
import dev.sluice.dashboard.history.StepLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * A step of an execution.
 *
 * @param durationMillis until now where it runs; null where it has not started
 * @param itemsPerSecond read, over all of its time; null where that is not known
 * @param estimate how far it is; null where it does not run or nothing like it ever ran
 * @param message the beginning of the exit message, empty where there is none
 * @param messageLength characters of the whole message
 */
public record StepRow(
    long id,
    String name,
    BatchStatus status,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant updatedAt,
    @Nullable Long durationMillis,
    Counters counters,
    @Nullable Double itemsPerSecond,
    @Nullable Estimate estimate,
    @Nullable String exitCode,
    String message,
    long messageLength) {

  /**
   * A step as it is seen now.
   *
   * @param former runs of the step of that name that completed
   */
  static StepRow of(StepLine step, List<StepLine> former, Instant now) {
    Duration duration = step.duration(now);
    return new StepRow(
        step.id(),
        step.name(),
        step.status(),
        step.started(),
        step.ended(),
        step.lastUpdated(),
        duration == null ? null : duration.toMillis(),
        step.counters(),
        step.itemsPerSecond(now),
        Estimate.byItems(step, former, now).orElse(null),
        step.exitCode(),
        step.message(),
        step.messageLength());
  }
}
