package dev.sluice.purge;

import dev.sluice.job.CalendarJob;
import dev.sluice.job.JobConfiguration;
import java.time.InstantSource;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/** The job {@code purge-metadata}: deletes executions of all jobs that ended long ago. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PurgeSettings.class)
@Import(JobConfiguration.class)
public class PurgeMetadataJobConfiguration {

  private static final String NAME = "purge-metadata";

  /** How far one execution of the step is. */
  @Bean
  @StepScope
  Tasklet purgeMetadataTasklet(JdbcTemplate jdbc, PurgeSettings settings) {
    return new PurgeMetadataTasklet(
        new OldExecutions(new NamedParameterJdbcTemplate(jdbc)),
        settings.metadataRetention(),
        settings.chunk(),
        InstantSource.system());
  }

  /** One step: a transaction for each chunk, with the step's counts. */
  @Bean
  Step purgeMetadataStep(
      JobRepository repository,
      @Qualifier("purgeMetadataTasklet") Tasklet tasklet,
      PlatformTransactionManager transactions) {
    var readCommitted = new DefaultTransactionAttribute();
    readCommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new StepBuilder("delete-old-executions", repository)
        .tasklet(tasklet, transactions)
        .transactionAttribute(readCommitted)
        .build();
  }

  @Bean
  Job purgeMetadata(JobRepository repository, @Qualifier("purgeMetadataStep") Step step) {
    return new JobBuilder(NAME, repository).start(step).build();
  }

  @Bean
  CalendarJob purgeMetadataNightly(@Qualifier("purgeMetadata") Job job, PurgeSettings settings) {
    return new CalendarJob(
        job, settings.metadataCron(), settings.zone(), CalendarJob.Missed.RUN_ONCE);
  }
}
