package dev.sluice.scheduler.payments;

import dev.sluice.dashboard.pages.ApplicationProblem;
import dev.sluice.dashboard.pages.ApplicationProblems;
import dev.sluice.payment.overdue.OverduePayment;
import dev.sluice.payment.overdue.OverduePayments;
import dev.sluice.payment.overdue.OverdueRefund;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Payments and refunds that take too long, on the overview. */
@Component
final class PaymentProblems implements ApplicationProblems {

  private static final Logger log = LoggerFactory.getLogger(PaymentProblems.class);

  private final OverduePayments overdue;

  PaymentProblems(OverduePayments overdue) {
    this.overdue = overdue;
  }

  @Override
  public List<ApplicationProblem> list() {
    var problems = new ArrayList<ApplicationProblem>();
    try {
      List<OverduePayment> payments = overdue.listPayments(PaymentsController.SIZE);
      if (!payments.isEmpty()) {
        OverduePayment oldest = payments.getFirst();
        problems.add(problem("problem.payments", payments.size(), oldest.since(), oldest.told()));
      }
      List<OverdueRefund> refunds = overdue.listRefunds(PaymentsController.SIZE);
      if (!refunds.isEmpty()) {
        OverdueRefund oldest = refunds.getFirst();
        problems.add(problem("problem.refunds", refunds.size(), oldest.since(), oldest.told()));
      }
    } catch (RuntimeException e) {
      log.warn("It is not known how payments are", e);
      problems.add(
          new ApplicationProblem(
              "problem.payments.unknown", List.of(), null, e.toString(), PaymentsController.PATH));
    }
    return problems;
  }

  private static ApplicationProblem problem(
      String text, int count, Instant since, @Nullable String cause) {
    String number = count < PaymentsController.SIZE ? Integer.toString(count) : count + "+";
    return new ApplicationProblem(
        text,
        List.of(number),
        since,
        Objects.requireNonNullElse(cause, ""),
        PaymentsController.PATH);
  }
}
