package dev.sluice.payment.choice;

import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.sandbox.SandboxProvider;
import dev.sluice.payment.toss.TossProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The payment provider that {@code sluice.payment.provider} names. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PaymentProviderSettings.class)
public class PaymentProviderConfiguration {

  private static final Logger log = LoggerFactory.getLogger(PaymentProviderConfiguration.class);

  @Bean
  PaymentProvider paymentProvider(
      PaymentProviderSettings settings,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions) {
    return switch (settings.provider()) {
      case SANDBOX -> {
        log.warn("Payments go to the sandbox: no money moves (sluice.payment.provider)");
        yield new SandboxProvider(jdbc, transactions, settings.sandbox());
      }
      case TOSS -> new TossProvider(settings.toss());
    };
  }
}
