package dev.sluice.dashboard.history;

import dev.sluice.dashboard.StoredTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * An execution as a line of a list.
 *
 * @param place where the list goes on behind it
 * @param started null where it has not
 * @param ended null where it has not
 * @param exitCode null where it has none
 * @param message the beginning of the exit message, empty where there is none
 * @param cause the beginning of the last cause in it, or of the message where it names none
 * @param parameters all of them, by name
 */
public record ExecutionLine(
    long id,
    long instanceId,
    String job,
    BatchStatus status,
    Cursor place,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended,
    @Nullable String exitCode,
    String message,
    String cause,
    List<Parameter> parameters) {

  /** How long it took, or has been running until now; null where it has not started. */
  public @Nullable Duration duration(Instant now) {
    return StoredTimes.between(started, ended, status, now);
  }

  ExecutionLine with(List<Parameter> some) {
    return new ExecutionLine(
        id,
        instanceId,
        job,
        status,
        place,
        created,
        started,
        ended,
        exitCode,
        message,
        cause,
        some);
  }
}
