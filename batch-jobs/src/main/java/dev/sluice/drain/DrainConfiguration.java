package dev.sluice.drain;

import dev.sluice.allocation.Allocation;
import dev.sluice.database.DatabaseSettings;
import dev.sluice.journal.Journal;
import dev.sluice.metadata.StaleExecutions;
import dev.sluice.publication.Producers;
import dev.sluice.publication.Publications;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The job {@code drain}: one step that decides slices for one shard, and what it stands on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DrainSettings.class)
class DrainConfiguration {

  private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

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
      @Qualifier("tickRedis") StatefulRedisConnection<String, String> redis,
      JobOperator operator,
      StaleExecutions stale,
      @Qualifier("drain") Job drain,
      ShardConditions conditions) {
    return new Drains(runs, leases, shards, redis, operator, stale, drain, conditions);
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
      @Qualifier("drainRedis") RedisClient redis,
      Journal journal,
      Shards shards,
      Rules rules,
      DrainSettings settings,
      ObjectProvider<MeterRegistry> meters,
      ObjectProvider<SliceListener> listeners) {
    var all =
        new ArrayList<SliceListener>(
            List.of(new SliceMetrics(meters.getIfAvailable(CompositeMeterRegistry::new))));
    listeners.orderedStream().forEach(all::add);
    requireShorterThanTheLease(timeouts, settings);
    return new DrainParts(
        DrainConnection.source(
            database.getJdbcUrl(), database.getUsername(), database.getPassword(), timeouts),
        redis,
        journal,
        shards,
        rules,
        settings,
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
      RedissonClient redisson, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    return new Leases(redisson, jdbc, new TransactionTemplate(transactions));
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

  /** One timer and one set of event loops for all clients. */
  @Bean(destroyMethod = "shutdown")
  ClientResources redisResources() {
    return ClientResources.create();
  }

  /** Its connections do not reconnect: what was verified of one server says nothing of the next. */
  @Bean(destroyMethod = "shutdown")
  RedisClient drainRedis(
      @Qualifier("redisResources") ClientResources resources,
      @Value("${spring.data.redis.url}") String url) {
    RedisClient client = RedisClient.create(resources, uri(url));
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    return client;
  }

  /** For the tick's questions; it reconnects, and answers at once while it is not connected. */
  @Bean(destroyMethod = "shutdown")
  RedisClient tickRedisClient(
      @Qualifier("redisResources") ClientResources resources,
      @Value("${spring.data.redis.url}") String url) {
    RedisClient client = RedisClient.create(resources, uri(url));
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    return client;
  }

  @Bean(destroyMethod = "close")
  StatefulRedisConnection<String, String> tickRedis(
      @Qualifier("tickRedisClient") RedisClient client) {
    return client.connect();
  }

  @Bean(destroyMethod = "shutdown")
  RedissonClient redisson(@Value("${spring.data.redis.url}") String url, DrainSettings settings) {
    var config = new Config();
    // The watchdog renews a lock every third of its length, for as long as this process lives.
    config.setLockWatchdogTimeout(settings.leaseLength().toMillis());
    config.setThreads(2).setNettyThreads(2);
    config
        .useSingleServer()
        .setAddress(url)
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(4)
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionPoolSize(2)
        .setRetryAttempts(1)
        // A drawn delay, as is the default, also sets how often the library's timer wakes up.
        .setRetryDelay(new ConstantDelay(RETRY_DELAY))
        .setTimeout((int) REDIS_TIMEOUT.toMillis());
    return Redisson.create(config);
  }

  private static RedisURI uri(String url) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(REDIS_TIMEOUT);
    return uri;
  }
}
