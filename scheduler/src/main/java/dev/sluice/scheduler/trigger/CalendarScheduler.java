package dev.sluice.scheduler.trigger;

import dev.sluice.job.CalendarJob;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Calls the jobs of the calendar, one node for all: Quartz with its tables. A trigger there
 * outlives all nodes, so it knows what was missed while none was there, and it may be changed by an
 * operator; it is set anew only where a job's bean says something else than when the trigger was
 * made.
 */
final class CalendarScheduler implements SmartLifecycle {

  private static final String NAME = "sluice";

  /** What the bean said when the trigger was made: an operator may have changed it since. */
  private static final String AS_DECLARED = "as-declared";

  private final SchedulerFactoryBean factory = new SchedulerFactoryBean();
  private final List<CalendarJob> jobs;

  CalendarScheduler(
      DataSource database,
      PlatformTransactionManager transactions,
      JobFiring firing,
      List<CalendarJob> jobs) {
    this.jobs = jobs;
    var properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceId", "AUTO");
    properties.setProperty("org.quartz.jobStore.isClustered", "true");
    properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    properties.setProperty("org.quartz.threadPool.threadCount", "4");
    factory.setSchedulerName(NAME);
    factory.setQuartzProperties(properties);
    factory.setDataSource(database);
    factory.setTransactionManager(transactions);
    factory.setJobFactory(firing);
    factory.setWaitForJobsToCompleteOnShutdown(true);
  }

  /** Quartz's own, for who pauses, resumes or changes a trigger. */
  Scheduler quartz() {
    return factory.getScheduler();
  }

  /** Does nothing where there is no such job: the tables are asked all day. */
  @Override
  public void start() {
    if (jobs.isEmpty()) {
      return;
    }
    try {
      factory.afterPropertiesSet();
      for (CalendarJob job : jobs) {
        declare(job);
      }
      factory.start();
    } catch (Exception e) {
      throw new IllegalStateException("The calendar's triggers cannot be set", e);
    }
  }

  private void declare(CalendarJob job) throws SchedulerException {
    Scheduler quartz = quartz();
    JobDetail detail =
        JobBuilder.newJob(JobFiring.class)
            .withIdentity(job.name())
            .storeDurably()
            .requestRecovery()
            .build();
    quartz.addJob(detail, true);
    Trigger before = quartz.getTrigger(TriggerKey.triggerKey(job.name()));
    CronTrigger declared = trigger(job);
    if (before == null) {
      quartz.scheduleJob(declared);
    } else if (!Objects.equals(
        before.getJobDataMap().getString(AS_DECLARED),
        declared.getJobDataMap().getString(AS_DECLARED))) {
      quartz.rescheduleJob(before.getKey(), declared);
    }
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

  @Override
  public void stop() {
    try {
      factory.destroy();
    } catch (SchedulerException e) {
      throw new IllegalStateException("The calendar's scheduler does not end", e);
    }
  }

  @Override
  public boolean isRunning() {
    return factory.isRunning();
  }
}
