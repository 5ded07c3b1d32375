package dev.sluice.index;

import dev.sluice.journal.Journal;
import dev.sluice.journal.RequestIndex;
import dev.sluice.shard.Shards;
import dev.sluice.stream.IdSettings;
import dev.sluice.stream.ShardConnections;
import dev.sluice.stream.ShardNeeds;
import org.redisson.api.RedissonClient;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The job {@code index-requests}: one step that looks after the request ids of one shard. */
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {

  @Bean
  RequestIndex requestIndex(JdbcTemplate jdbc) {
    return new RequestIndex(jdbc);
  }

  @Bean
  RequestIndexer requestIndexer(
      JdbcTemplate jdbc,
      Journal journal,
      RequestIndex index,
      PlatformTransactionManager transactions,
      IdSettings settings) {
    var each = new TransactionTemplate(transactions);
    each.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new RequestIndexer(jdbc, journal, index, each, settings.retention());
  }

  @Bean
  IndexTasklet indexTasklet(RequestIndexer indexer, Journal journal, ShardConnections redis) {
    return new IndexTasklet(indexer, journal, redis);
  }

  @Bean
  Job indexRequests(JobRepository repository, IndexTasklet tasklet) {
    return new JobBuilder(IndexTasklet.JOB, repository)
        .start(
            new StepBuilder("index-shard", repository)
                .tasklet(tasklet, new ResourcelessTransactionManager())
                .build())
        .build();
  }

  @Bean
  RequestIds requestIds(
      RequestIndexer indexer,
      Shards shards,
      ShardNeeds needs,
      RedissonClient redisson,
      JobOperator operator,
      @Qualifier("indexRequests") Job job) {
    return new RequestIds(indexer, shards, needs, redisson, operator, job);
  }
}
