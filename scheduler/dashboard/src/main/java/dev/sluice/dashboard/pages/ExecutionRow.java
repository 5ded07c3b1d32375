package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * An execution among others.
 *
 * @param durationMillis until now where it runs; null where it has not started
 * @param message the beginning of the exit message, empty where there is none
 * @param cause the beginning of the last cause in it, or of the message where it names none
 */
public record ExecutionRow(
    long id,
    long instance,
    String job,
    BatchStatus status,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Long durationMillis,
    @Nullable String exitCode,
    String message,
    String cause,
    List<Parameter> parameters) {

  /** The first line of the cause. */
  public String headline() {
    return cause.lines().findFirst().orElse("");
  }

  /** An execution as it is seen now. */
  public static ExecutionRow of(ExecutionLine line, Instant now) {
    Duration duration = line.duration(now);
    return new ExecutionRow(
        line.id(),
        line.instanceId(),
        line.job(),
        line.status(),
        line.created(),
        line.started(),
        line.ended(),
        duration == null ? null : duration.toMillis(),
        line.exitCode(),
        line.message(),
        line.cause(),
        line.parameters());
  }
}
