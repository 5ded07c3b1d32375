package dev.sluice.payment.refund;

import dev.sluice.database.Transactions;
import dev.sluice.job.Executions;
import dev.sluice.job.JobConfiguration;
import dev.sluice.job.JobLocks;
import dev.sluice.job.Tick;
import dev.sluice.payment.call.CallSettings;
import dev.sluice.payment.call.ProviderJob;
import dev.sluice.payment.choice.PaymentProviderConfiguration;
import dev.sluice.payment.provider.PaymentProvider;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The job {@code refund-payments}: what slices made be owed goes back by the provider. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CallSettings.class)
@Import({JobConfiguration.class, PaymentProviderConfiguration.class})
public class RefundPaymentsJobConfiguration {

  private static final String NAME = "refund-payments";

  @Bean
  RefundAttempts refundAttempts(
      JdbcTemplate jdbc, PlatformTransactionManager transactions, PaymentProvider provider) {
    return new RefundAttempts(jdbc, Transactions.readCommitted(transactions), provider.name());
  }

  @Bean
  ProviderJob refundPaymentsRuns(
      RefundAttempts attempts,
      PaymentProvider provider,
      CallSettings settings,
      JobRepository repository,
      Executions executions,
      JobLocks locks) {
    return new ProviderJob(
        NAME,
        new RefundPayments(attempts, provider),
        settings.atOnce(),
        repository,
        executions,
        locks);
  }

  @Bean
  Job refundPayments(@Qualifier("refundPaymentsRuns") ProviderJob runs) {
    return runs.job();
  }

  /** A run is a launch. */
  @Bean
  Tick refundPaymentsTick(
      @Qualifier("refundPaymentsRuns") ProviderJob runs, CallSettings settings) {
    return new Tick(NAME, settings.interval(), runs::look);
  }
}
