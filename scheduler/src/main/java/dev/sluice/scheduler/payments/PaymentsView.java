package dev.sluice.scheduler.payments;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sluice.dashboard.web.Page;
import dev.sluice.payment.overdue.OverduePayment;
import dev.sluice.payment.overdue.OverdueRefund;
import dev.sluice.payment.provider.Money;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What takes too long, the oldest first.
 *
 * @param after how long that is
 * @param payments whose end nobody knows, at most {@link PaymentsController#SIZE}
 * @param refunds that are not back, as many
 */
public record PaymentsView(
    @JsonIgnore Duration after, List<OverduePayment> payments, List<OverdueRefund> refunds)
    implements Page {

  @Override
  public String template() {
    return "sluice/payments";
  }

  @Override
  public boolean changes() {
    return true;
  }

  /** How long that is, for people: {@code 10m}. */
  public String limit() {
    return after.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** An amount in the currency's main unit; as it stands where there is no such currency. */
  public String money(long amount, String currency) {
    try {
      return new Money(amount, currency).toString();
    } catch (IllegalArgumentException e) {
      return amount + " " + currency;
    }
  }
}
