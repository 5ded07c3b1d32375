package dev.sluice.payment.settle;

import dev.sluice.database.Transactions;
import dev.sluice.job.Executions;
import dev.sluice.job.JobConfiguration;
import dev.sluice.job.JobLocks;
import dev.sluice.job.Tick;
import dev.sluice.payment.call.CallSettings;
import dev.sluice.payment.call.ProviderJob;
import dev.sluice.payment.choice.PaymentProviderConfiguration;
import dev.sluice.payment.overdue.OverduePayments;
import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.redis.RedisConfiguration;
import dev.sluice.redis.RedisServers;
import dev.sluice.stream.Settlements;
import dev.sluice.stream.ShardConnections;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job {@code settle-payments}. It only appends entries: payments are settled by the drains of
 * their shards, whose connections to Redis this takes.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CallSettings.class)
@Import({JobConfiguration.class, PaymentProviderConfiguration.class, RedisConfiguration.class})
public class SettlePaymentsJobConfiguration {

  private static final String NAME = "settle-payments";

  @Bean(destroyMethod = "close")
  Settlements settlements(ShardConnections redis, RedisServers servers) {
    return new Settlements(redis, servers.isCluster());
  }

  @Bean
  PaymentAttempts paymentAttempts(
      JdbcTemplate jdbc, PlatformTransactionManager transactions, PaymentProvider provider) {
    return new PaymentAttempts(jdbc, Transactions.readCommitted(transactions), provider.name());
  }

  @Bean
  ProviderJob settlePaymentsRuns(
      PaymentAttempts attempts,
      PaymentProvider provider,
      Settlements settlements,
      CallSettings settings,
      JobRepository repository,
      Executions executions,
      JobLocks locks) {
    return new ProviderJob(
        NAME,
        new SettlePayments(attempts, new PaymentCall(provider), settlements),
        settings.atOnce(),
        repository,
        executions,
        locks);
  }

  @Bean
  Job settlePayments(@Qualifier("settlePaymentsRuns") ProviderJob runs) {
    return runs.job();
  }

  @Bean
  OverduePayments overduePayments(
      JdbcTemplate jdbc, Settlements settlements, CallSettings settings) {
    return new OverduePayments(jdbc, settlements, settings.problemAfter());
  }

  /** A run is a launch. */
  @Bean
  Tick settlePaymentsTick(
      @Qualifier("settlePaymentsRuns") ProviderJob runs, CallSettings settings) {
    return new Tick(NAME, settings.interval(), runs::look);
  }
}
