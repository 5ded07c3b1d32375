package dev.sluice.payment.sandbox;

import dev.sluice.database.Transactions;
import dev.sluice.payment.provider.Answer;
import dev.sluice.payment.provider.Confirmation;
import dev.sluice.payment.provider.Money;
import dev.sluice.payment.provider.PaymentKey;
import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.provider.RefundAnswer;
import dev.sluice.payment.provider.RefundOrder;
import dev.sluice.payment.sandbox.SandboxCall.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The sandbox. Each call has short transactions of its own, whatever the caller has open; where the
 * database fails, nobody knows whether it was committed, as with a real provider. Thread-safe.
 */
public final class SandboxProvider implements PaymentProvider {

  private static final String NO_ANSWER = "no answer, as the payment key asks";

  private final SandboxCalls calls;
  private final TransactionTemplate each;
  private final Duration slowness;

  /** A sandbox on that database, which all sandboxes of it share. */
  public SandboxProvider(
      JdbcOperations jdbc, PlatformTransactionManager transactions, SandboxSettings settings) {
    calls = new SandboxCalls(jdbc);
    each = Transactions.readCommitted(transactions);
    each.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    slowness = settings.slowness();
  }

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public boolean accepts(String currency) {
    return true;
  }

  @Override
  public Answer confirm(Confirmation asked) {
    Behaviour behaviour = Behaviour.of(asked.paymentKey());
    return answer(() -> take(asked, behaviour), Answer.Unknown::new);
  }

  @Override
  public Answer query(Confirmation asked) {
    return answer(() -> inTransaction(() -> look(asked)), Answer.Unknown::new);
  }

  @Override
  public RefundAnswer refund(RefundOrder order) {
    return answer(() -> inTransaction(() -> giveBack(order)), RefundAnswer.Unknown::new);
  }

  @Override
  public RefundAnswer query(RefundOrder order) {
    return answer(
        () ->
            inTransaction(
                () ->
                    calls
                        .findCapture(order.paymentKey())
                        .map(capture -> order.answerTo(calls.balance(capture)))
                        .orElseGet(() -> new RefundAnswer.Unknown("There is no such payment"))),
        RefundAnswer.Unknown::new);
  }

  private Answer take(Confirmation asked, Behaviour behaviour) {
    Optional<SandboxCall> known = inTransaction(() -> calls.find(asked.attemptKey()));
    if (known.isPresent()) {
      return known.get().answerTo(asked);
    }
    if (behaviour == Behaviour.SLOW && !isWaitOver()) {
      return new Answer.Unknown("interrupted");
    }
    Outcome outcome;
    try {
      outcome = inTransaction(() -> add(asked, behaviour));
    } catch (DuplicateKeyException e) {
      return inTransaction(
          () ->
              calls
                  .find(asked.attemptKey())
                  .map(other -> other.answerTo(asked))
                  .orElseGet(() -> look(asked)));
    }
    return behaviour == Behaviour.LOST && outcome == Outcome.CAPTURED
        ? new Answer.Unknown(NO_ANSWER)
        : inTransaction(() -> calls.find(asked.attemptKey()).orElseThrow().answerTo(asked));
  }

  private Outcome add(Confirmation asked, Behaviour behaviour) {
    PaymentKey paymentKey = asked.paymentKey();
    Money amount = asked.amount();
    Outcome outcome =
        switch (behaviour) {
          case DECLINE -> Outcome.DECLINED;
          case BUSY -> calls.has(paymentKey, Outcome.BUSY) ? Outcome.CAPTURED : Outcome.BUSY;
          case LOST, SLOW, MORE, PLAIN -> Outcome.CAPTURED;
        };
    Money taken =
        behaviour == Behaviour.MORE ? new Money(amount.amount() + 1, amount.currency()) : amount;
    calls.add(asked.attemptKey(), paymentKey, asked.orderId(), outcome, taken);
    return outcome;
  }

  private Answer look(Confirmation asked) {
    Optional<SandboxCall> capture = calls.findCapture(asked.paymentKey());
    if (capture.isPresent()) {
      Money balance = calls.balance(capture.get());
      return balance.isZero()
          ? new Answer.Declined("CANCELED", "All of it was given back")
          : asked.answerTo(capture.get().payment(balance));
    }
    return calls.has(asked.paymentKey(), Outcome.DECLINED)
        ? new Answer.Declined("ABORTED", "as the payment key asks")
        : new Answer.Unknown("Nothing was captured");
  }

  private RefundAnswer giveBack(RefundOrder order) {
    Optional<SandboxCall> capture = calls.lockCapture(order.paymentKey());
    if (capture.isEmpty()) {
      return new RefundAnswer.Refused("NOT_CAPTURED", "There is nothing to be given back");
    }
    Optional<SandboxCall> known = calls.find(order.refundKey());
    if (known.isPresent()) {
      return known.get().answerTo(order);
    }
    Money balance = calls.balance(capture.get());
    if (balance.equals(order.balanceAfter())) {
      return new RefundAnswer.Refunded(balance);
    }
    if (!balance.equals(order.balance())) {
      return new RefundAnswer.Refused(
          "OTHER_BALANCE",
          "The balance is %s, %s was expected".formatted(balance, order.balance()));
    }
    calls.add(
        order.refundKey(),
        order.paymentKey(),
        capture.get().orderId(),
        Outcome.REFUNDED,
        order.amount());
    return Behaviour.of(order.paymentKey()) == Behaviour.LOST
        ? new RefundAnswer.Unknown(NO_ANSWER)
        : new RefundAnswer.Refunded(order.balanceAfter());
  }

  private <T> T inTransaction(Supplier<T> work) {
    return each.execute(_ -> work.get());
  }

  private static <T> T answer(Supplier<T> call, Function<String, ? extends T> unknown) {
    try {
      return call.get();
    } catch (DataAccessException | TransactionException e) {
      return unknown.apply("The database failed: " + e.getClass().getSimpleName());
    }
  }

  /** False if the caller is to stop. */
  private boolean isWaitOver() {
    try {
      Thread.sleep(slowness);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
