package dev.sluice.payment.toss;

import dev.sluice.payment.provider.Answer;
import dev.sluice.payment.provider.Confirmation;
import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.provider.RefundAnswer;
import dev.sluice.payment.provider.RefundOrder;
import java.util.Set;

/**
 * Toss Payments. A call is one HTTP request; where the answer sends one to the payment itself, it
 * is two, each within the settings' time. Logs nothing. Thread-safe.
 */
public final class TossProvider implements PaymentProvider {

  private static final Set<String> CURRENCIES = Set.of("KRW", "JPY", "USD");

  /** Our own code: Toss has never heard of it. */
  private static final String NOT_SENT = "UNSUPPORTED_CURRENCY";

  private final TossConfirmations confirmations;
  private final TossRefunds refunds;

  /** Opens no connection yet. */
  public TossProvider(TossSettings settings) {
    var client = new TossClient(settings);
    confirmations = new TossConfirmations(client);
    refunds = new TossRefunds(client);
  }

  @Override
  public String name() {
    return "toss";
  }

  @Override
  public boolean accepts(String currency) {
    return CURRENCIES.contains(currency);
  }

  @Override
  public Answer confirm(Confirmation asked) {
    if (!accepts(asked.amount().currency())) {
      return new Answer.Declined(NOT_SENT, "Toss takes no " + asked.amount().currency());
    }
    return confirmations.confirm(asked);
  }

  @Override
  public Answer query(Confirmation asked) {
    return confirmations.query(asked);
  }

  @Override
  public RefundAnswer refund(RefundOrder order) {
    if (!accepts(order.amount().currency())) {
      return new RefundAnswer.Refused(NOT_SENT, "Toss takes no " + order.amount().currency());
    }
    return refunds.refund(order);
  }

  @Override
  public RefundAnswer query(RefundOrder order) {
    return refunds.query(order);
  }
}
