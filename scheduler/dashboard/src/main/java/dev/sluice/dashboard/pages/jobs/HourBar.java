package dev.sluice.dashboard.pages.jobs;

import dev.sluice.dashboard.tally.HourCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.core.BatchStatus;

/**
 * An hour of a job, as a bar.
 *
 * @param executions that were created in it
 * @param failed of them, those that ended badly
 * @param averageMillis how long one took; 0 where none has ended
 */
public record HourBar(Instant hour, long executions, long failed, long averageMillis) {

  /** Joins the statuses of each hour; newest first in, oldest first out. */
  static List<HourBar> of(List<HourCount> counts) {
    var bars = new ArrayList<HourBar>();
    for (HourCount count : counts) {
      HourBar one = of(count);
      if (!bars.isEmpty() && bars.getLast().hour.equals(one.hour)) {
        bars.add(bars.removeLast().and(one));
      } else {
        bars.add(one);
      }
    }
    return bars.reversed();
  }

  private static HourBar of(HourCount count) {
    boolean failed = count.status() == BatchStatus.FAILED || count.status() == BatchStatus.UNKNOWN;
    long executions = count.count().executions();
    return new HourBar(
        count.hour(), executions, failed ? executions : 0, count.count().average().toMillis());
  }

  /** The longer average stands for both: it is what one looks for. */
  private HourBar and(HourBar other) {
    return new HourBar(
        hour,
        executions + other.executions,
        failed + other.failed,
        Math.max(averageMillis, other.averageMillis));
  }
}
