package dev.sluice.job;

import java.time.Duration;
import org.redisson.api.RedissonClient;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What every job stands on; the configuration of a job imports it. */
@Configuration(proxyBeanMethods = false)
@Import(BatchMetadataConfiguration.class)
public class JobConfiguration {

  /** What died stays in the metadata as running; nothing else depends on it. */
  private static final Duration STALE_INTERVAL = Duration.ofMinutes(1);

  @Bean
  JobLocks jobLocks(RedissonClient redisson) {
    return new JobLocks(redisson);
  }

  @Bean
  StaleExecutions staleExecutions(JobRepository repository, JobLocks locks) {
    return new StaleExecutions(repository, locks);
  }

  @Bean
  Executions executions(JobOperator operator, JobRepository repository, StaleExecutions stale) {
    return new Executions(operator, repository, stale);
  }

  @Bean
  JobRunner jobRunner(Executions executions, JobLocks locks) {
    return new JobRunner(executions, locks);
  }

  /** No execution of its own: it ends those of others. */
  @Bean
  Tick endStaleExecutions(StaleExecutions stale) {
    return new Tick("end-stale-executions", STALE_INTERVAL, stale::endAll);
  }
}
