package dev.sluice.scheduler.schedules;

import dev.sluice.dashboard.web.Page;
import dev.sluice.scheduler.trigger.Schedule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the jobs of the calendar run.
 *
 * @param schedules by name
 * @param preview what other times would mean; null where nobody has asked
 */
public record SchedulesView(List<Schedule> schedules, @Nullable Preview preview) implements Page {

  @Override
  public String template() {
    return "sluice/schedules";
  }

  /**
   * The next times of a cron expression.
   *
   * @param job whose schedule it may become
   * @param cron the expression
   * @param instead the times that it has now
   * @param problem why it is none; null if it is one
   * @param times in the zone of the schedule
   */
  public record Preview(
      String job, String cron, String instead, @Nullable String problem, List<Instant> times) {}
}
