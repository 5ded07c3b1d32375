package dev.sluice.scheduler.trigger;

import dev.sluice.job.CalendarJob;
import java.util.List;
import java.util.Properties;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Calls the jobs of the calendar, one node for all: Quartz with its tables. A trigger there
 * outlives all nodes, so it knows what was missed while none was there, and it may be changed by an
 * operator; it is set anew only where a job's bean says something else than when the trigger was
 * made.
 */
final class CalendarScheduler implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CalendarScheduler.class);
  private static final String NAME = "sluice";

  /** What the bean said when the trigger was made: an operator may have changed it since. */
  private static final String AS_DECLARED = "as-declared";

  private final SchedulerFactoryBean factory = new SchedulerFactoryBean();
  private final List<CalendarJob> jobs;

  CalendarScheduler(DataSource database, JobFiring firing, List<CalendarJob> jobs) {
    this.jobs = jobs;
    var properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceId", "AUTO");
    properties.setProperty("org.quartz.jobStore.isClustered", "true");
    properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    properties.setProperty("org.quartz.threadPool.threadCount", "4");
    factory.setSchedulerName(NAME);
    factory.setQuartzProperties(properties);
    factory.setDataSource(database);
    factory.setJobFactory(firing);
    factory.setWaitForJobsToCompleteOnShutdown(true);
  }

  /** Quartz's own, for who pauses, resumes or changes a trigger. */
  Scheduler quartz() {
    return factory.getScheduler();
  }

  /**
   * Does nothing where there is no such job: the tables are asked all day.
   *
   * @throws IllegalStateException if a trigger cannot be set: the process does not start
   */
  @Override
  public void start() {
    if (jobs.isEmpty()) {
      return;
    }
    try {
      factory.afterPropertiesSet();
      for (CalendarJob job : jobs) {
        declare(quartz(), job);
      }
      factory.start();
    } catch (Exception e) {
      var failure = new IllegalStateException("The calendar's triggers cannot be set", e);
      try {
        // Its threads would keep a process that could not start.
        factory.destroy();
      } catch (SchedulerException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
  }

  /** Sets the trigger of a job, unless it is there and its bean says what it said then. */
  static void declare(Scheduler quartz, CalendarJob job) throws SchedulerException {
    JobDetail detail =
        JobBuilder.newJob(JobFiring.class)
            .withIdentity(job.name())
            .storeDurably()
            .requestRecovery()
            .build();
    quartz.addJob(detail, true);
    TriggerKey key = TriggerKey.triggerKey(job.name());
    CronTrigger declared = trigger(job);
    if (quartz.getTrigger(key) == null) {
      try {
        quartz.scheduleJob(declared);
      } catch (ObjectAlreadyExistsException e) {
        log.debug("Another node has set trigger {} at the same time", key, e);
      }
    }
    Trigger before = quartz.getTrigger(key);
    if (before != null && !declaration(before).equals(declaration(declared))) {
      quartz.rescheduleJob(key, declared);
    }
  }

  private static String declaration(Trigger trigger) {
    return String.valueOf(trigger.getJobDataMap().getString(AS_DECLARED));
  }

  private static CronTrigger trigger(CalendarJob job) {
    CronScheduleBuilder schedule =
        CronScheduleBuilder.cronSchedule(job.cron()).inTimeZone(TimeZone.getTimeZone(job.zone()));
    return TriggerBuilder.newTrigger()
        .forJob(job.name())
        .withIdentity(job.name())
        .usingJobData(AS_DECLARED, job.cron() + " " + job.zone() + " " + job.missed())
        .withSchedule(
            switch (job.missed()) {
              case RUN_ONCE -> schedule.withMisfireHandlingInstructionFireAndProceed();
              case SKIP -> schedule.withMisfireHandlingInstructionDoNothing();
            })
        .build();
  }

  /** Begins no more, and waits for those that run. */
  @Override
  public void stop() {
    try {
      factory.destroy();
    } catch (SchedulerException e) {
      throw new IllegalStateException("The calendar's scheduler does not end", e);
    }
  }

  /**
   * A run may last: nobody else waits for it here. Where the process ends before, another node runs
   * it again, as if it had died.
   */
  @Override
  public void stop(Runnable stopped) {
    Thread.ofPlatform()
        .name("calendar-stop")
        .daemon()
        .start(
            () -> {
              try {
                stop();
              } finally {
                stopped.run();
              }
            });
  }

  @Override
  public boolean isRunning() {
    return factory.isRunning();
  }
}
