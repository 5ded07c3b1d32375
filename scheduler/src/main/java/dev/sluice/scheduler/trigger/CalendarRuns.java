package dev.sluice.scheduler.trigger;

import dev.sluice.job.CalendarJob;
import dev.sluice.job.JobRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.quartz.JobExecutionContext;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of the calendar that Quartz has fired. One that cannot begin gets a trigger of its own in
 * the database, one for each business date: any node is fired by it every minute until the run has
 * begun. Thread-safe.
 */
final class CalendarRuns {

  /** The group of these triggers. */
  static final String RETRIES = "retries";

  private static final Logger log = LoggerFactory.getLogger(CalendarRuns.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** While the database is away. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final JobRunner runner;

  CalendarRuns(JobRunner runner) {
    this.runner = runner;
  }

  /**
   * Runs the job to its end, or has it tried again. While the database is away nothing but this
   * thread knows of the run, so it stays; Quartz would keep it as long to write down its end. Where
   * the process ends first, its firing is left there as one that a node died of.
   */
  void run(CalendarJob job, JobExecutionContext context) {
    TriggerKey trigger = context.getTrigger().getKey();
    boolean isRetry = trigger.getGroup().equals(RETRIES);
    boolean mayHaveBegun = isRetry;
    while (true) {
      try {
        Instant due = CalendarTimes.due(context);
        boolean begun = mayHaveBegun ? runner.runUnlessBegun(job, due) : runner.run(job, due);
        mayHaveBegun = true;
        if (begun && isRetry) {
          context.getScheduler().unscheduleJob(trigger);
        } else if (!begun && !isRetry) {
          retry(context.getScheduler(), job, due);
        }
        return;
      } catch (SchedulerException e) {
        log.debug("The calendar's tables do not answer for {}", trigger, e);
      }
      if (!pause(context.getScheduler())) {
        log.error("The process ends, and it is not known whether {} has begun", trigger);
        return;
      }
    }
  }

  private static void retry(Scheduler quartz, CalendarJob job, Instant due)
      throws SchedulerException {
    TriggerKey key = retryKey(job, due);
    Trigger retry =
        TriggerBuilder.newTrigger()
            .forJob(job.name())
            .withIdentity(key)
            .usingJobData(CalendarTimes.DUE, Long.toString(due.toEpochMilli()))
            .startAt(Date.from(Instant.now().plus(INTERVAL)))
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule()
                    .withIntervalInMilliseconds(INTERVAL.toMillis())
                    .repeatForever()
                    .withMisfireHandlingInstructionNextWithRemainingCount())
            .build();
    try {
      quartz.scheduleJob(retry);
    } catch (ObjectAlreadyExistsException e) {
      log.debug("{} is tried again already", key, e);
    }
  }

  /** One for each run. */
  static TriggerKey retryKey(CalendarJob job, Instant due) {
    return TriggerKey.triggerKey(job.name() + " " + job.businessDate(due), RETRIES);
  }

  /** False once the process is to end. */
  private static boolean pause(Scheduler quartz) {
    try {
      Thread.sleep(PAUSE);
      return !quartz.isInStandbyMode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not tell whether it ends", e);
    }
  }
}
