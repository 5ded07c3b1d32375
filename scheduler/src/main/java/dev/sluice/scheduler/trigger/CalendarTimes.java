package dev.sluice.scheduler.trigger;

import static org.quartz.Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import org.quartz.CronTrigger;
import org.quartz.JobExecutionContext;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

/** Which time of the calendar a firing is for. */
final class CalendarTimes {

  /** Longer than any schedule pauses: from one 29th of February to the next. */
  private static final Duration PAUSE_MAX = Duration.ofDays(366 * 8 + 1);

  /** In a trigger's data, in milliseconds: another time than that of the firing. */
  static final String DUE = "due";

  private CalendarTimes() {}

  /**
   * When the job that is fired was due. A firing is late if it was missed, or if the node that had
   * it died: its business date hangs on the time that its trigger names, not on the time at which
   * Quartz noticed.
   *
   * @throws SchedulerException if the database does not tell which trigger a dead node had
   */
  static Instant due(JobExecutionContext context) throws SchedulerException {
    String told = context.getTrigger().getJobDataMap().getString(DUE);
    if (told != null) {
      return Instant.ofEpochMilli(Long.parseLong(told));
    }
    Instant fired = firedAt(context);
    return trigger(context) instanceof CronTrigger cron
        ? lastUntil(expression(cron), fired)
        : fired;
  }

  /** The one of the schedule; null if it is gone since a dead node was fired by it. */
  private static @Nullable Trigger trigger(JobExecutionContext context) throws SchedulerException {
    return context.isRecovering()
        ? context.getScheduler().getTrigger(context.getRecoveringTriggerKey())
        : context.getTrigger();
  }

  private static Instant firedAt(JobExecutionContext context) {
    if (!context.isRecovering()) {
      return context.getScheduledFireTime().toInstant();
    }
    String original =
        context
            .getTrigger()
            .getJobDataMap()
            .getString(FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS);
    return Instant.ofEpochMilli(Long.parseLong(original));
  }

  private static CronExpression expression(CronTrigger trigger) {
    try {
      var cron = new CronExpression(trigger.getCronExpression());
      cron.setTimeZone(trigger.getTimeZone());
      return cron;
    } catch (ParseException e) {
      throw new IllegalStateException("Trigger " + trigger.getKey() + " has no schedule", e);
    }
  }

  /**
   * The last time of a schedule that is not after an instant. Quartz only looks ahead, so this
   * steps back, twice as far each time, until it sees one.
   *
   * @return the instant itself if the schedule has no time before it
   */
  static Instant lastUntil(CronExpression cron, Instant instant) {
    Duration back = Duration.ofMinutes(1);
    while (next(cron, instant.minus(back)).isAfter(instant)) {
      if (back.compareTo(PAUSE_MAX) > 0) {
        return instant;
      }
      back = back.multipliedBy(2);
    }
    Instant last = instant.minus(back);
    for (Instant next = next(cron, last); !next.isAfter(instant); next = next(cron, last)) {
      last = next;
    }
    return last;
  }

  private static Instant next(CronExpression cron, Instant after) {
    Date next = cron.getNextValidTimeAfter(Date.from(after));
    return next == null ? Instant.MAX : next.toInstant();
  }
}
