package dev.sluice.drain;

import dev.sluice.allocation.Allocation;
import dev.sluice.database.DatabaseSettings;
import dev.sluice.job.Executions;
import dev.sluice.job.JobConfiguration;
import dev.sluice.job.Tick;
import dev.sluice.journal.Journal;
import dev.sluice.journal.RequestIndex;
import dev.sluice.publication.OutcomePublishers;
import dev.sluice.publication.PublicationConfiguration;
import dev.sluice.redis.RedisConfiguration;
import dev.sluice.redis.RedisHealthConfiguration;
import dev.sluice.redis.RedisServers;
import dev.sluice.redis.RedissonClients;
import dev.sluice.shard.KnownShards;
import dev.sluice.shard.LeaseConnection;
import dev.sluice.shard.Leases;
import dev.sluice.shard.Shards;
import dev.sluice.slice.DecisionFunction;
import dev.sluice.slice.SliceListener;
import dev.sluice.stream.IdSettings;
import dev.sluice.stream.Indexing;
import dev.sluice.stream.ShardConnections;
import dev.sluice.stream.ShardFigures;
import dev.sluice.stream.ShardNeeds;
import dev.sluice.table.DurabilityCheck;
import dev.sluice.table.PacketCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.redisson.api.RedissonClient;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The job {@code drain}, from the servers that it stands on to the tick that begins it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DrainSettings.class, IdSettings.class})
@Import({
  JobConfiguration.class,
  PublicationConfiguration.class,
  RedisConfiguration.class,
  RedisHealthConfiguration.class
})
public class DrainJobConfiguration {

  // 1. The database: fit for what is promised, and the rows of shards in it.

  @Bean
  DurabilityCheck durabilityCheck(JdbcTemplate jdbc, DrainSettings settings) {
    return new DurabilityCheck(jdbc, settings.relaxedDurability());
  }

  @Bean
  PacketCheck packetCheck(JdbcTemplate jdbc) {
    return new PacketCheck(jdbc);
  }

  @Bean
  Shards shards(JdbcTemplate jdbc) {
    return new Shards(jdbc);
  }

  /** For ticks, this job's and others'. */
  @Bean
  KnownShards knownShards(Shards shards) {
    return new KnownShards(shards);
  }

  // 2. Redis: connections for drains, for the tick's question, for what people ask, and for locks.

  @Bean
  ShardConnections shardConnections(RedisServers servers) {
    return ShardConnections.of(servers);
  }

  @Bean(destroyMethod = "close")
  ShardNeeds shardNeeds(ShardConnections redis, RedisServers servers) {
    return new ShardNeeds(redis, servers.isCluster());
  }

  @Bean
  ShardFigures shardFigures(StringRedisTemplate redis, LettuceConnectionFactory connections) {
    return new ShardFigures(redis, connections);
  }

  /** Its watchdog renews a lock for as long as this process lives. */
  @Bean(destroyMethod = "shutdown")
  RedissonClient redisson(RedisServers servers, DrainSettings settings) {
    return RedissonClients.create(servers, settings.leaseLength());
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

  // 3. What all drains share: the rules, who hears of slices, connections that are no pool's.

  @Bean
  @ConditionalOnMissingBean
  DecisionFunction decisionFunction() {
    return Allocation::decide;
  }

  @Bean
  SliceMetrics sliceMetrics(ObjectProvider<MeterRegistry> meters) {
    return new SliceMetrics(meters.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  ShardConditions shardConditions() {
    return new ShardConditions();
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
      DecisionFunction decisionFunction,
      DrainSettings settings,
      IdSettings ids,
      List<SliceListener> listeners) {
    settings.requireLeaseLongerThan(timeouts);
    return new DrainParts(
        LeaseConnection.source(
            database.getJdbcUrl(), database.getUsername(), database.getPassword(), timeouts),
        redis,
        journal,
        index,
        indexing,
        shards,
        decisionFunction,
        settings,
        ids,
        SliceListener.all(listeners));
  }

  // 4. The job: one step under a lease; and the drains of this process, which run it.

  @Bean
  DrainJob drainJob(
      JobRepository repository,
      ObjectProvider<ObservationRegistry> observations,
      DrainParts parts,
      OutcomePublishers publishers) {
    return new DrainJob(
        repository, observations.getIfAvailable(() -> ObservationRegistry.NOOP), parts, publishers);
  }

  @Bean
  Drains drains(Leases leases, DrainJob job, Executions executions, ShardConditions conditions) {
    return new Drains(shard -> new DrainRun(shard, leases, job, executions, conditions));
  }

  // 5. When: every interval, on every node. A run is a shard and its lease's fence; what was missed
  // is found by the next tick.

  @Bean
  Tick drainTick(
      KnownShards shards,
      ShardNeeds needs,
      Drains drains,
      ShardConditions conditions,
      DrainSettings settings) {
    return new Tick(
        DrainJob.NAME, settings.interval(), new DrainTick(shards, needs, drains, conditions)::look);
  }

  // 6. How it goes, for people.

  @Bean
  ShardReports shardReports(
      Shards shards, ShardFigures figures, Drains drains, ShardConditions conditions) {
    return new ShardReports(shards, figures, drains, conditions);
  }
}
