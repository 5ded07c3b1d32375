package dev.sluice.publication;

import dev.sluice.job.Executions;
import dev.sluice.job.JobConfiguration;
import dev.sluice.job.JobLocks;
import dev.sluice.job.Tick;
import java.time.Duration;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The job {@code relay-outcomes}: takes to Kafka what a drain has left in the journal. */
@Configuration(proxyBeanMethods = false)
@Import({JobConfiguration.class, PublicationConfiguration.class})
public class RelayJobConfiguration {

  private static final String NAME = "relay-outcomes";

  /** A running drain publishes by itself: this is only for what a dead one or a broker left. */
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  /** One step: all that one shard's journal holds and Kafka lacks. */
  @Bean
  Step relayStep(JobRepository repository, OutcomePublishers publishers) {
    return new StepBuilder("relay-shard", repository)
        .tasklet(new RelayTasklet(publishers), new ResourcelessTransactionManager())
        .build();
  }

  @Bean
  Job relayOutcomes(JobRepository repository, @Qualifier("relayStep") Step step) {
    return new JobBuilder(NAME, repository).start(step).build();
  }

  /** A run is a shard, the fence that was found, and the launch. */
  @Bean
  Tick relayTick(
      Publications publications,
      JobLocks locks,
      Executions executions,
      @Qualifier("relayOutcomes") Job job) {
    return new Tick(NAME, INTERVAL, new OutcomeRelay(publications, locks, executions, job)::look);
  }
}
