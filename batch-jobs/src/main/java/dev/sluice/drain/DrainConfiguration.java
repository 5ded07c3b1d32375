package dev.sluice.drain;

import dev.sluice.allocation.Allocation;
import dev.sluice.database.DatabaseSettings;
import dev.sluice.journal.Journal;
import dev.sluice.journal.RequestIndex;
import dev.sluice.metadata.StaleExecutions;
import dev.sluice.publication.Producers;
import dev.sluice.publication.Publications;
import dev.sluice.redis.RedisConfiguration;
import dev.sluice.redis.RedisHealthConfiguration;
import dev.sluice.redis.RedisServers;
import dev.sluice.redis.RedissonClients;
import dev.sluice.shard.LeaseConnection;
import dev.sluice.shard.Leases;
import dev.sluice.shard.Shards;
import dev.sluice.slice.Rules;
import dev.sluice.slice.SliceListener;
import dev.sluice.stream.IdSettings;
import dev.sluice.stream.Indexing;
import dev.sluice.stream.ShardConnections;
import dev.sluice.stream.ShardNeeds;
import dev.sluice.table.DurabilityCheck;
import dev.sluice.table.PacketCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.redisson.api.RedissonClient;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The job {@code drain}: one step that decides slices for one shard, and what it stands on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DrainSettings.class, IdSettings.class})
@Import({RedisConfiguration.class, RedisHealthConfiguration.class})
class DrainConfiguration {

  @Bean
  Step drainStep(JobRepository repository, DrainTasklet tasklet) {
    // Slices have transactions of their own: a step that ended UNKNOWN on a doubtful commit would
    // not.
    return new StepBuilder("drain-shard", repository)
        .tasklet(tasklet, new ResourcelessTransactionManager())
        .listener(tasklet)
        .build();
  }

  @Bean
  Job drain(JobRepository repository, @Qualifier("drainStep") Step step) {
    return new JobBuilder(DrainJob.NAME, repository).start(step).build();
  }

  @Bean
  DrainTasklet drainTasklet(DrainRuns runs, DrainParts parts) {
    return new DrainTasklet(runs, parts);
  }

  @Bean
  Drains drains(
      DrainRuns runs,
      Leases leases,
      Shards shards,
      ShardNeeds needs,
      JobOperator operator,
      StaleExecutions stale,
      @Qualifier("drain") Job drain,
      ShardConditions conditions) {
    return new Drains(runs, leases, shards, needs, operator, stale, drain, conditions);
  }

  @Bean
  ShardConditions shardConditions() {
    return new ShardConditions();
  }

  @Bean
  DrainRuns drainRuns(Journal journal, Publications publications, Producers producers) {
    return new DrainRuns(journal, publications, producers);
  }

  @Bean
  DrainParts drainParts(
      JdbcConnectionDetails database,
      DatabaseSettings timeouts,
      ShardConnections redis,
      Journal journal,
      RequestIndex index,
      Indexing indexing,
      Shards shards,
      Rules rules,
      DrainSettings settings,
      IdSettings ids,
      ObjectProvider<MeterRegistry> meters,
      ObjectProvider<SliceListener> listeners) {
    var all =
        new ArrayList<SliceListener>(
            List.of(new SliceMetrics(meters.getIfAvailable(CompositeMeterRegistry::new))));
    listeners.orderedStream().forEach(all::add);
    requireShorterThanTheLease(timeouts, settings);
    return new DrainParts(
        LeaseConnection.source(
            database.getJdbcUrl(), database.getUsername(), database.getPassword(), timeouts),
        redis,
        journal,
        index,
        indexing,
        shards,
        rules,
        settings,
        ids,
        SliceListener.all(all));
  }

  /** Who waits for a silent database holds its lease: others would wait with it. */
  private static void requireShorterThanTheLease(DatabaseSettings timeouts, DrainSettings drain) {
    if (timeouts.longest().compareTo(drain.leaseLength()) >= 0) {
      throw new IllegalStateException(
          "sluice.drain.lease-length (%s) must be longer than each timeout of sluice.database (%s)"
              .formatted(drain.leaseLength(), timeouts));
    }
  }

  @Bean
  @ConditionalOnMissingBean
  Rules rules() {
    return Allocation::decide;
  }

  @Bean
  Leases leases(
      RedissonClient redisson,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions,
      DrainSettings settings) {
    return new Leases(
        redisson, jdbc, new TransactionTemplate(transactions), settings.leaseLength());
  }

  @Bean
  Shards shards(JdbcTemplate jdbc) {
    return new Shards(jdbc);
  }

  @Bean
  Journal journal(JdbcTemplate jdbc) {
    return new Journal(jdbc);
  }

  @Bean
  DurabilityCheck durabilityCheck(JdbcTemplate jdbc, DrainSettings settings) {
    return new DurabilityCheck(jdbc, settings.relaxedDurability());
  }

  @Bean
  PacketCheck packetCheck(JdbcTemplate jdbc) {
    return new PacketCheck(jdbc);
  }

  /** For the tick's questions. */
  @Bean(destroyMethod = "close")
  ShardNeeds shardNeeds(ShardConnections redis, RedisServers servers) {
    return new ShardNeeds(redis, servers.isCluster());
  }

  @Bean
  ShardConnections shardConnections(RedisServers servers) {
    return ShardConnections.of(servers);
  }

  /** Its watchdog renews a lock for as long as this process lives. */
  @Bean(destroyMethod = "shutdown")
  RedissonClient redisson(RedisServers servers, DrainSettings settings) {
    return RedissonClients.create(servers, settings.leaseLength());
  }
}
