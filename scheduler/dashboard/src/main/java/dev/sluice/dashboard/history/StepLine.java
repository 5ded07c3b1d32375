package dev.sluice.dashboard.history;

import dev.sluice.dashboard.StoredTimes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * A step of an execution.
 *
 * @param started null where it has not
 * @param ended null where it has not
 * @param lastUpdated null where nobody wrote when; a chunk step writes at each commit
 * @param exitCode null where it has none
 * @param message the beginning of the exit message, empty where there is none
 * @param messageLength characters of the whole message
 */
public record StepLine(
    long id,
    long executionId,
    String name,
    BatchStatus status,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended,
    @Nullable Instant lastUpdated,
    Counters counters,
    @Nullable String exitCode,
    String message,
    long messageLength) {

  /** How long it took, or has been running until now; null where it has not started. */
  public @Nullable Duration duration(Instant now) {
    return StoredTimes.between(started, ended, status, now);
  }

  /** Items read in a second, over all of its time; null where that is not known. */
  public @Nullable Double itemsPerSecond(Instant now) {
    Duration duration = duration(now);
    return duration == null || duration.isZero() || counters.read() == 0
        ? null
        : counters.read() * 1e9 / duration.toNanos();
  }
}
