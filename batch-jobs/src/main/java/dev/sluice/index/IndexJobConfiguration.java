package dev.sluice.index;

import dev.sluice.database.Transactions;
import dev.sluice.job.Executions;
import dev.sluice.job.JobConfiguration;
import dev.sluice.job.JobLocks;
import dev.sluice.job.Tick;
import dev.sluice.journal.Journal;
import dev.sluice.journal.RequestIndex;
import dev.sluice.shard.KnownShards;
import dev.sluice.shard.Shards;
import dev.sluice.stream.IdSettings;
import dev.sluice.stream.ShardConnections;
import dev.sluice.stream.ShardFigures;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job {@code index-requests}: looks after the request ids of a shard. Its shards, its journal
 * and its Redis are those of the job {@code drain}, whose configuration needs the indexer here in
 * turn: a process imports both.
 */
@Configuration(proxyBeanMethods = false)
@Import(JobConfiguration.class)
public class IndexJobConfiguration {

  private static final String NAME = "index-requests";

  /** Redis has room for what comes meanwhile. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @Bean
  RequestIndex requestIndex(JdbcTemplate jdbc) {
    return new RequestIndex(jdbc);
  }

  /** Fills the index and lets it go: for the job, and for a Redis that is verified. */
  @Bean
  RequestIndexer requestIndexer(
      JdbcTemplate jdbc,
      Journal journal,
      RequestIndex index,
      PlatformTransactionManager transactions,
      IdSettings settings) {
    return new RequestIndexer(
        jdbc, journal, index, Transactions.readCommitted(transactions), settings.retention());
  }

  /** One step: all that one shard's ids need. */
  @Bean
  Step indexStep(
      JobRepository repository,
      RequestIndexer indexer,
      Journal journal,
      Shards shards,
      ShardConnections redis) {
    return new StepBuilder("index-shard", repository)
        .tasklet(
            new IndexTasklet(indexer, journal, shards, redis), new ResourcelessTransactionManager())
        .build();
  }

  @Bean
  Job indexRequests(JobRepository repository, @Qualifier("indexStep") Step step) {
    return new JobBuilder(NAME, repository).start(step).build();
  }

  @Bean
  RequestIds requestIds(
      RequestIndexer indexer,
      KnownShards known,
      Shards shards,
      ShardFigures figures,
      JobLocks locks,
      Executions executions,
      @Qualifier("indexRequests") Job job) {
    return new RequestIds(indexer, known, shards, figures, locks, executions, job);
  }

  /** A run is a shard and the launch. */
  @Bean
  Tick indexTick(RequestIds ids) {
    return new Tick(NAME, INTERVAL, ids::look);
  }
}
