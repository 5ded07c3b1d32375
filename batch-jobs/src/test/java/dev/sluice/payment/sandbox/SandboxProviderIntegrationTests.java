package dev.sluice.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.drain.TestDatabase;
import dev.sluice.payment.provider.Answer;
import dev.sluice.payment.provider.Confirmation;
import dev.sluice.payment.provider.Money;
import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.provider.PaymentProviderConformance;
import dev.sluice.payment.provider.RefundAnswer;
import dev.sluice.payment.provider.RefundOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Each call by a sandbox of its own, so that all it knows is in the tables. Seen to fail without
 * the lock of the captured payment.
 */
class SandboxProviderIntegrationTests extends PaymentProviderConformance {

  private static final int CALLERS = 8;

  private static final TestDatabase DATABASE = TestDatabase.shared();

  @Override
  protected PaymentProvider provider() {
    return provider(Duration.ZERO);
  }

  private static PaymentProvider provider(Duration slowness) {
    return new SandboxProvider(
        DATABASE.jdbc(),
        new DataSourceTransactionManager(DATABASE.pool()),
        new SandboxSettings(slowness));
  }

  @Override
  protected long net(String orderId) {
    return Objects.requireNonNull(
        DATABASE
            .jdbc()
            .queryForObject(
                "SELECT COALESCE(SUM(captured - refunded), 0) FROM sandbox_call WHERE order_id = ?",
                Long.class,
                orderId));
  }

  @Test
  void capturesOnceWhateverKeysCallAtOnce() throws Exception {
    Confirmation asked = asked("plain");
    List<Answer> answers =
        atOnce(
            number ->
                provider()
                    .confirm(
                        new Confirmation(
                            asked.attemptKey() + number % 2,
                            asked.paymentKey(),
                            asked.orderId(),
                            asked.amount())));
    assertThat(answers).hasSize(CALLERS).allMatch(Answer.Captured.class::isInstance);
    assertThat(net(asked.orderId())).isEqualTo(30_000);
  }

  @Test
  void givesBackOnceFromOneBalance() throws Exception {
    Confirmation asked = asked("plain");
    provider().confirm(asked);
    List<RefundAnswer> answers =
        atOnce(
            number ->
                provider()
                    .refund(
                        new RefundOrder(
                            "refund-%s-%d".formatted(asked.attemptKey(), number),
                            asked.paymentKey(),
                            new Money(1_000 + number, "KRW"),
                            asked.amount(),
                            "seats given back")));
    assertThat(answers).filteredOn(RefundAnswer.Refunded.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(RefundAnswer.Refused.class::isInstance).hasSize(CALLERS - 1);
  }

  /** Seen to fail with the caller's own transaction. */
  @Test
  void keepsWhatItDidWhateverBecomesOfTheCallersTransaction() {
    Confirmation asked = asked("plain");
    new TransactionTemplate(new DataSourceTransactionManager(DATABASE.pool()))
        .executeWithoutResult(
            status -> {
              provider().confirm(asked);
              status.setRollbackOnly();
            });
    assertThat(net(asked.orderId())).isEqualTo(30_000);
  }

  @Test
  void isSlowIfThePaymentKeyAsksForIt() {
    Confirmation asked = asked("slow_");
    long begun = System.nanoTime();
    assertThat(provider(Duration.ofMillis(300)).confirm(asked)).isInstanceOf(Answer.Captured.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(299));
    assertThat(provider(Duration.ofHours(1)).confirm(asked)).isInstanceOf(Answer.Captured.class);
  }

  /** Nobody waits for a slow payment when the process ends. */
  @Test
  void leavesAnInterruptedCallUnknown() {
    Confirmation asked = asked("slow_");
    Thread.currentThread().interrupt();
    assertThat(provider(Duration.ofHours(1)).confirm(asked)).isInstanceOf(Answer.Unknown.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(net(asked.orderId())).isZero();
  }

  @Test
  void knowsNothingWithoutADatabase() {
    var nowhere = new DriverManagerDataSource("jdbc:mysql://127.0.0.1:1/none?connectTimeout=1000");
    var provider =
        new SandboxProvider(
            new JdbcTemplate(nowhere),
            new DataSourceTransactionManager(nowhere),
            new SandboxSettings(Duration.ZERO));
    assertThat(provider.confirm(asked("plain"))).isInstanceOf(Answer.Unknown.class);
    assertThat(provider.query(asked("plain"))).isInstanceOf(Answer.Unknown.class);
  }

  /** The last guard, whatever the code does. */
  @Test
  void hasATableThatTakesNoSecondCapture() {
    Confirmation asked = asked("plain");
    provider().confirm(asked);
    var calls = new SandboxCalls(DATABASE.jdbc());
    assertThat(
            catchThrowable(
                () ->
                    calls.add(
                        "another-" + asked.attemptKey(),
                        asked.paymentKey(),
                        asked.orderId(),
                        SandboxCall.Outcome.CAPTURED,
                        asked.amount())))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining("payment_captured_once");
  }

  private static <T> List<T> atOnce(IntFunction<T> call)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls =
          IntStream.range(0, CALLERS)
              .<Callable<T>>mapToObj(number -> () -> call.apply(number))
              .toList();
      var answers = new ArrayList<T>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
