package dev.sluice.dashboard.pages.jobs;

import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.tally.Count;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * A job among others.
 *
 * @param last its newest execution; null where it never ran
 * @param hours the last hours in which it ran, oldest first
 * @param day executions of the last 24 hours by status
 * @param startable whether it can be started here
 * @param noise whether it runs all the time, and is not listed among others
 */
public record JobRow(
    String name,
    @Nullable ExecutionRow last,
    List<HourBar> hours,
    Map<BatchStatus, Count> day,
    boolean startable,
    boolean noise) {

  private static final int HEIGHT_MAX = 24;
  private static final int HEIGHT_MIN = 3;

  /** How many executions were created in the last 24 hours. */
  public long executionsOfDay() {
    return day.values().stream().mapToLong(Count::executions).sum();
  }

  /** How many of them have ended badly. */
  public long failedOfDay() {
    return Stream.of(BatchStatus.FAILED, BatchStatus.UNKNOWN)
        .mapToLong(status -> day.containsKey(status) ? day.get(status).executions() : 0)
        .sum();
  }

  /** In how many of the hours something failed. */
  public long failedHours() {
    return hours.stream().filter(hour -> hour.failed() > 0).count();
  }

  /** How high the bar of an hour is, by how long its executions took. */
  public int height(HourBar hour) {
    long longest = hours.stream().mapToLong(HourBar::averageMillis).max().orElse(0);
    return longest == 0
        ? HEIGHT_MIN
        : (int) Math.max(HEIGHT_MIN, hour.averageMillis() * HEIGHT_MAX / longest);
  }
}
