package dev.sluice.scheduler.trigger;

import dev.sluice.job.CalendarJob;
import dev.sluice.job.JobRunner;
import dev.sluice.job.ScheduledJob;
import dev.sluice.job.Tick;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.quartz.autoconfigure.SchedulerFactoryBeanCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A trigger for each job. Ticks fire too often for Quartz' tables (38 statements a firing): theirs
 * live in memory, on every node, and locks decide who does the work. Those of the calendar live in
 * the database.
 */
@Configuration(proxyBeanMethods = false)
class TriggerConfiguration {

  @Bean
  JobFiring jobFiring(JobRunner runner, List<ScheduledJob> jobs) {
    return new JobFiring(runner, jobs);
  }

  /**
   * Spring Boot's scheduler is that in memory. Each tick has a thread for itself: one that waits
   * for a silent server holds no other up.
   */
  @Bean
  SchedulerFactoryBeanCustomizer ticks(JobFiring firing, List<Tick> ticks) {
    var properties = new Properties();
    properties.setProperty("org.quartz.threadPool.threadCount", Integer.toString(ticks.size()));
    properties.setProperty("org.quartz.jobStore.misfireThreshold", "1000");
    return scheduler -> {
      scheduler.setQuartzProperties(properties);
      scheduler.setJobFactory(firing);
      scheduler.setJobDetails(
          ticks.stream().map(TriggerConfiguration::detail).toArray(JobDetail[]::new));
      scheduler.setTriggers(
          ticks.stream().map(TriggerConfiguration::trigger).toArray(Trigger[]::new));
    };
  }

  @Bean
  CalendarScheduler calendarScheduler(
      DataSource database, JobFiring firing, ObjectProvider<CalendarJob> jobs) {
    return new CalendarScheduler(database, firing, jobs.stream().toList());
  }

  @Bean
  Schedules schedules(CalendarScheduler calendar, ObjectProvider<CalendarJob> jobs) {
    return new Schedules(calendar, jobs.stream().toList());
  }

  private static JobDetail detail(Tick tick) {
    return JobBuilder.newJob(JobFiring.class).withIdentity(tick.name()).storeDurably().build();
  }

  private static Trigger trigger(Tick tick) {
    return TriggerBuilder.newTrigger()
        .forJob(tick.name())
        .withIdentity(tick.name())
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(tick.interval().toMillis())
                .repeatForever()
                // A tick that was missed is not made up for: the next one finds the same work.
                .withMisfireHandlingInstructionNextWithRemainingCount())
        .build();
  }
}
