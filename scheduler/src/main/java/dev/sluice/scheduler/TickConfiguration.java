package dev.sluice.scheduler;

import dev.sluice.drain.DrainSettings;
import dev.sluice.drain.Drains;
import dev.sluice.failure.EndAtError;
import dev.sluice.index.RequestIds;
import dev.sluice.metadata.StaleExecutions;
import dev.sluice.publication.OutcomeRelay;
import java.time.Duration;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.quartz.autoconfigure.SchedulerFactoryBeanCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The triggers that fire too often for Quartz' database store (38 statements a firing): they live
 * in memory, on every node, and leases decide who does the work.
 */
@Configuration(proxyBeanMethods = false)
class TickConfiguration {

  /** A running drain publishes by itself: this is only for what a dead one or a broker left. */
  private static final Duration RELAY_INTERVAL = Duration.ofSeconds(3);

  /** Redis has room for what comes meanwhile. */
  private static final Duration IDS_INTERVAL = Duration.ofSeconds(5);

  /** What died stays in the metadata as running; nothing else depends on it. */
  private static final Duration STALE_INTERVAL = Duration.ofMinutes(1);

  /** Spring's own factory makes and wires a new job at every firing, which costs more than it. */
  @Bean
  SchedulerFactoryBeanCustomizer jobsAreBeans(BeanFactory beans) {
    return scheduler ->
        scheduler.setJobFactory((bundle, _) -> beans.getBean(bundle.getJobDetail().getJobClass()));
  }

  @Bean
  StaleTick staleTickJob(StaleExecutions executions) {
    return new StaleTick(executions);
  }

  @Bean
  DrainTick drainTickJob(Drains drains) {
    return new DrainTick(drains);
  }

  @Bean
  RelayTick relayTickJob(OutcomeRelay relay) {
    return new RelayTick(relay);
  }

  @Bean
  IdsTick idsTickJob(RequestIds ids) {
    return new IdsTick(ids);
  }

  @Bean
  JobDetail idsTick() {
    return JobBuilder.newJob(IdsTick.class).withIdentity("index-requests").storeDurably().build();
  }

  @Bean
  Trigger idsTrigger(JobDetail idsTick) {
    return every(IDS_INTERVAL, idsTick);
  }

  @Bean
  JobDetail drainTick() {
    return JobBuilder.newJob(DrainTick.class).withIdentity("drain").storeDurably().build();
  }

  @Bean
  Trigger drainTrigger(JobDetail drainTick, DrainSettings settings) {
    return every(settings.interval(), drainTick);
  }

  @Bean
  JobDetail relayTick() {
    return JobBuilder.newJob(RelayTick.class).withIdentity("relay-outcomes").storeDurably().build();
  }

  @Bean
  Trigger relayTrigger(JobDetail relayTick) {
    return every(RELAY_INTERVAL, relayTick);
  }

  @Bean
  JobDetail staleTick() {
    return JobBuilder.newJob(StaleTick.class)
        .withIdentity("end-stale-executions")
        .storeDurably()
        .build();
  }

  @Bean
  Trigger staleTrigger(JobDetail staleTick) {
    return every(STALE_INTERVAL, staleTick);
  }

  private static Trigger every(Duration interval, JobDetail job) {
    return TriggerBuilder.newTrigger()
        .forJob(job)
        .withIdentity(job.getKey().getName())
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(interval.toMillis())
                .repeatForever()
                // A tick that was missed is not made up for: the next one finds the same work.
                .withMisfireHandlingInstructionNextWithRemainingCount())
        .build();
  }

  /** Looks for shards to drain. */
  @DisallowConcurrentExecution
  static class DrainTick implements Job {

    private final Drains drains;

    DrainTick(Drains drains) {
      this.drains = drains;
    }

    @Override
    public void execute(JobExecutionContext context) {
      EndAtError.atError(drains::tick);
    }
  }

  /** Looks for executions whose process is gone. */
  @DisallowConcurrentExecution
  static class StaleTick implements Job {

    private final StaleExecutions executions;

    StaleTick(StaleExecutions executions) {
      this.executions = executions;
    }

    @Override
    public void execute(JobExecutionContext context) {
      EndAtError.atError(executions::tick);
    }
  }

  /** Looks for request ids that Redis is about to forget. */
  @DisallowConcurrentExecution
  static class IdsTick implements Job {

    private final RequestIds ids;

    IdsTick(RequestIds ids) {
      this.ids = ids;
    }

    @Override
    public void execute(JobExecutionContext context) {
      EndAtError.atError(ids::tick);
    }
  }

  /** Looks for outcomes that are not on Kafka. */
  @DisallowConcurrentExecution
  static class RelayTick implements Job {

    private final OutcomeRelay relay;

    RelayTick(OutcomeRelay relay) {
      this.relay = relay;
    }

    @Override
    public void execute(JobExecutionContext context) {
      EndAtError.atError(relay::tick);
    }
  }
}
