package dev.sluice.payment.settle;

import dev.sluice.allocation.snapshot.Payment.State;
import dev.sluice.payment.call.Pauses;
import dev.sluice.payment.provider.Answer;
import dev.sluice.payment.provider.Confirmation;
import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.settle.PaymentAttempts.Said;

/**
 * One call for a payment, and what follows from the answer. Silence is never taken for a no.
 * Thread-safe.
 */
final class PaymentCall {

  private final PaymentProvider provider;

  PaymentCall(PaymentProvider provider) {
    this.provider = provider;
  }

  /** Asks the provider, unless the payment is none that it can take. */
  Said ask(PaymentAttempt attempt) {
    Confirmation asked;
    try {
      asked = attempt.confirmation();
    } catch (IllegalArgumentException e) {
      return declined(attempt, "not asked: " + e.getMessage());
    }
    if (!provider.accepts(attempt.currency())) {
      return declined(attempt, "not asked: it does not take " + attempt.currency());
    }
    boolean query = attempt.state() != State.OPEN || Pauses.isQuery(attempt.calls());
    return judge(attempt, asked, query ? provider.query(asked) : provider.confirm(asked));
  }

  private static Said judge(PaymentAttempt attempt, Confirmation asked, Answer answer) {
    return switch (answer) {
      case Answer.Captured(var payment) ->
          captured(attempt, payment.captured().amount(), "captured");
      case Answer.Declined(String code, String message) -> declined(attempt, code + ": " + message);
      case Answer.Temporary(String code, String message) ->
          new Said(Verdict.UNKNOWN, 0, attempt.attempt() + 1, code + ": " + message);
      case Answer.Unknown(String why) -> new Said(Verdict.UNKNOWN, 0, attempt.attempt(), why);
      case Answer.Unfit unfit -> judge(attempt, asked, unfit);
    };
  }

  /** Another currency cannot be given back by number: people must look. */
  private static Said judge(PaymentAttempt attempt, Confirmation asked, Answer.Unfit unfit) {
    if (!unfit.isOf(asked)) {
      return declined(attempt, unfit.why());
    }
    var money = unfit.payment().captured();
    return money.currency().equals(attempt.currency())
        ? captured(attempt, money.amount(), unfit.why())
        : new Said(Verdict.UNKNOWN, 0, attempt.attempt(), unfit.why());
  }

  private static Said captured(PaymentAttempt attempt, long amount, String words) {
    return new Said(Verdict.CAPTURED, amount, attempt.attempt(), words);
  }

  private static Said declined(PaymentAttempt attempt, String words) {
    return new Said(Verdict.DECLINED, 0, attempt.attempt(), words);
  }
}
