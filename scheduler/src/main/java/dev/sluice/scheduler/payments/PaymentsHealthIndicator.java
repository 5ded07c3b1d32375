package dev.sluice.scheduler.payments;

import dev.sluice.payment.overdue.OverduePayments;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down where a payment's end is not known for too long, or money does not go back. It is not part
 * of liveness or readiness: a restart would not help.
 */
@Component
final class PaymentsHealthIndicator implements HealthIndicator {

  private final OverduePayments overdue;

  PaymentsHealthIndicator(OverduePayments overdue) {
    this.overdue = overdue;
  }

  @Override
  public Health health() {
    try {
      int payments = overdue.listPayments(PaymentsController.SIZE).size();
      int refunds = overdue.listRefunds(PaymentsController.SIZE).size();
      return (payments + refunds == 0 ? Health.up() : Health.down())
          .withDetail("overduePayments", payments)
          .withDetail("overdueRefunds", refunds)
          .build();
    } catch (RuntimeException e) {
      return Health.down(e).build();
    }
  }
}
