package dev.sluice.scheduler.trigger;

import dev.sluice.job.CalendarJob;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/**
 * The schedules of the jobs of the calendar, as they stand in the database for all nodes. What is
 * changed here holds on each of them. Thread-safe.
 */
public final class Schedules {

  /** What the column of Quartz' table holds. */
  private static final int CRON_LENGTH_MAX = 120;

  private final CalendarScheduler calendar;
  private final List<CalendarJob> jobs;

  Schedules(CalendarScheduler calendar, List<CalendarJob> jobs) {
    this.calendar = calendar;
    this.jobs = jobs.stream().sorted(Comparator.comparing(CalendarJob::name)).toList();
  }

  /**
   * All of them, by name.
   *
   * @throws IllegalStateException if the calendar's tables do not answer
   */
  public List<Schedule> list() {
    try {
      var all = new ArrayList<Schedule>();
      for (CalendarJob job : jobs) {
        find(job).ifPresent(all::add);
      }
      return all;
    } catch (SchedulerException e) {
      throw silent(e);
    }
  }

  /** That of a job; empty if it has none. */
  public Optional<Schedule> find(String job) {
    try {
      for (CalendarJob one : jobs) {
        if (one.name().equals(job)) {
          return find(one);
        }
      }
      return Optional.empty();
    } catch (SchedulerException e) {
      throw silent(e);
    }
  }

  /** Has it wait: times that pass meanwhile are treated as missed ones. */
  public void pause(Schedule schedule) {
    try {
      calendar.quartz().pauseTrigger(key(schedule));
    } catch (SchedulerException e) {
      throw silent(e);
    }
  }

  /** Lets it run again. */
  public void resume(Schedule schedule) {
    try {
      calendar.quartz().resumeTrigger(key(schedule));
    } catch (SchedulerException e) {
      throw silent(e);
    }
  }

  /**
   * Gives it other times, in the same zone, until it is given others, or its bean says something
   * else. What has passed by the new times is not made up for.
   *
   * @param schedule as it was seen
   * @return false if somebody has changed or paused it since
   * @throws IllegalArgumentException if that is no cron expression, or one that never comes
   */
  public boolean reschedule(Schedule schedule, String cron) {
    if (next(cron, schedule.zone(), Instant.now(), 1).isEmpty()) {
      throw new IllegalArgumentException("It would never run again");
    }
    try {
      Scheduler quartz = calendar.quartz();
      if (!(quartz.getTrigger(key(schedule)) instanceof CronTrigger old)
          || !old.getCronExpression().equals(schedule.cron())
          || isPaused(quartz, old)) {
        return false;
      }
      CronScheduleBuilder times =
          CronScheduleBuilder.cronSchedule(cron).inTimeZone(TimeZone.getTimeZone(schedule.zone()));
      Trigger after =
          old.getTriggerBuilder()
              .startNow()
              .withSchedule(
                  old.getMisfireInstruction() == CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING
                      ? times.withMisfireHandlingInstructionDoNothing()
                      : times.withMisfireHandlingInstructionFireAndProceed())
              .build();
      return quartz.rescheduleJob(key(schedule), after) != null;
    } catch (SchedulerException e) {
      throw silent(e);
    }
  }

  /**
   * The next times of a cron expression.
   *
   * @param max how many
   * @throws IllegalArgumentException if that is no cron expression
   */
  public static List<Instant> next(String cron, ZoneId zone, Instant after, int max) {
    if (cron.length() > CRON_LENGTH_MAX) {
      throw new IllegalArgumentException("More than " + CRON_LENGTH_MAX + " characters");
    }
    CronExpression expression;
    try {
      expression = new CronExpression(cron);
    } catch (ParseException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
    expression.setTimeZone(TimeZone.getTimeZone(zone));
    var times = new ArrayList<Instant>();
    Date next = expression.getNextValidTimeAfter(Date.from(after));
    while (next != null && times.size() < max) {
      times.add(next.toInstant());
      next = expression.getNextValidTimeAfter(next);
    }
    return times;
  }

  private Optional<Schedule> find(CalendarJob job) throws SchedulerException {
    Scheduler quartz = calendar.quartz();
    Trigger trigger = quartz.getTrigger(TriggerKey.triggerKey(job.name()));
    if (!(trigger instanceof CronTrigger cron)) {
      return Optional.empty();
    }
    return Optional.of(
        new Schedule(
            job.name(),
            cron.getCronExpression(),
            job.cron(),
            job.zone(),
            job.missed().name(),
            isPaused(quartz, cron),
            instant(cron.getNextFireTime()),
            instant(cron.getPreviousFireTime())));
  }

  private static boolean isPaused(Scheduler quartz, Trigger trigger) throws SchedulerException {
    return quartz.getTriggerState(trigger.getKey()) == Trigger.TriggerState.PAUSED;
  }

  private static TriggerKey key(Schedule schedule) {
    return TriggerKey.triggerKey(schedule.job());
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  private static IllegalStateException silent(SchedulerException e) {
    return new IllegalStateException("The calendar's tables do not answer", e);
  }
}
