package dev.sluice.scheduler.trigger;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When a job of the calendar runs.
 *
 * @param job its name
 * @param cron second, minute, hour, day of the month, month, weekday, as Quartz writes it
 * @param declared what its bean says; the cron is another one where a person has changed it
 * @param zone of these times, and of the business date
 * @param missed what is done about times at which no node was there: RUN_ONCE or SKIP
 * @param paused whether it waits until a person lets it run again
 * @param next when it runs next; null if it never will again
 * @param previous when it was last fired; null if it never was
 */
public record Schedule(
    String job,
    String cron,
    String declared,
    ZoneId zone,
    String missed,
    boolean paused,
    @Nullable Instant next,
    @Nullable Instant previous) {

  /** The same with the times that somebody saw. */
  public Schedule seenAs(String times) {
    return new Schedule(job, times, declared, zone, missed, paused, next, previous);
  }

  /** Whether a person has changed it. */
  public boolean isChanged() {
    return !cron.equals(declared);
  }
}
