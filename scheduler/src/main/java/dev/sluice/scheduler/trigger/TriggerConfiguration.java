package dev.sluice.scheduler.trigger;

import dev.sluice.job.CalendarJob;
import dev.sluice.job.JobRunner;
import dev.sluice.job.ScheduledJob;
import dev.sluice.job.Tick;
import java.util.List;
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
import org.springframework.transaction.PlatformTransactionManager;

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

  /** Spring Boot's scheduler is that in memory. */
  @Bean
  SchedulerFactoryBeanCustomizer ticks(JobFiring firing, List<Tick> ticks) {
    return scheduler -> {
      scheduler.setJobFactory(firing);
      scheduler.setJobDetails(
          ticks.stream().map(TriggerConfiguration::detail).toArray(JobDetail[]::new));
      scheduler.setTriggers(
          ticks.stream().map(TriggerConfiguration::trigger).toArray(Trigger[]::new));
    };
  }

  @Bean
  CalendarScheduler calendarScheduler(
      DataSource database,
      PlatformTransactionManager transactions,
      JobFiring firing,
      ObjectProvider<CalendarJob> jobs) {
    return new CalendarScheduler(database, transactions, firing, jobs.stream().toList());
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
                .withMisfireHandlingInstructionNextWithRemainingCount())
        .build();
  }
}
