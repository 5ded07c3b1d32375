package dev.sluice.payment.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.payment.provider.PaymentProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;

class PaymentProviderConfigurationTests {

  private static final String KEY = "sluice.payment.toss.secret-key=live_sk_secret";

  private final DriverManagerDataSource database = new DriverManagerDataSource("jdbc:mysql://none");
  private final ApplicationContextRunner contexts =
      new ApplicationContextRunner()
          .withUserConfiguration(PaymentProviderConfiguration.class)
          .withBean(JdbcTemplate.class, () -> new JdbcTemplate(database))
          .withBean(
              PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database));

  @Test
  void asksTheSandboxUnlessToldOtherwise() {
    contexts.run(
        context -> assertThat(context.getBean(PaymentProvider.class).name()).isEqualTo("sandbox"));
  }

  /** Seen to fail with the record's own text. */
  @Test
  void asksTossWithoutShowingTheKey() {
    contexts
        .withPropertyValues("sluice.payment.provider=toss", KEY)
        .run(
            context -> {
              assertThat(context.getBean(PaymentProvider.class).name()).isEqualTo("toss");
              assertThat(context.getBean(PaymentProviderSettings.class).toString())
                  .contains("api.tosspayments.com")
                  .doesNotContain("secret");
            });
  }

  /** The key is not told with what is wrong, as the value of a constraint of its own would be. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sluice.payment.toss.url=http://api.tosspayments.com",
        "sluice.payment.toss.url=https:///v1",
        "sluice.payment.toss.url=api.tosspayments.com",
        "sluice.payment.toss.read-timeout=0s",
        "sluice.payment.toss.connect-timeout=1h",
        "sluice.payment.sandbox.slowness=2m",
        "sluice.payment.provider=none"
      })
  void refusesToStart(String property) {
    contexts
        .withPropertyValues("sluice.payment.provider=toss", KEY)
        .withPropertyValues(property)
        .run(
            context -> {
              assertThat(context).hasFailed();
              var text = new StringWriter();
              Objects.requireNonNull(context.getStartupFailure())
                  .printStackTrace(new PrintWriter(text));
              assertThat(text.toString()).doesNotContain("live_sk_secret");
            });
  }

  @Test
  void doesNotStartWithTossButWithoutItsKey() {
    contexts
        .withPropertyValues("sluice.payment.provider=toss")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("sluice.payment.toss.secret-key is needed"));
  }

  @ParameterizedTest
  @CsvSource({"http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:1"})
  void takesThisMachineWithoutTls(String url) {
    contexts
        .withPropertyValues("sluice.payment.toss.url=" + url)
        .run(context -> assertThat(context).hasNotFailed());
  }
}
