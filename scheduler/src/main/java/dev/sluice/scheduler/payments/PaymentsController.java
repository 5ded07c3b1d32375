package dev.sluice.scheduler.payments;

import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.pages.executions.WhyInput;
import dev.sluice.dashboard.web.DashboardController;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.NoSuchPageException;
import dev.sluice.dashboard.web.Operator;
import dev.sluice.payment.call.CallSettings;
import dev.sluice.payment.overdue.OverduePayment;
import dev.sluice.payment.overdue.OverduePayments;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Payments and refunds that take too long. */
@DashboardController
@RequestMapping("${dashboard.path:/dashboard}" + PaymentsController.PATH)
final class PaymentsController {

  static final String PATH = "/payments";

  /** More than that, and the provider is down: then no single one is worth looking at. */
  static final int SIZE = 100;

  private final OverduePayments overdue;
  private final PaymentActions actions;
  private final CallSettings settings;
  private final Links links;

  PaymentsController(
      OverduePayments overdue, PaymentActions actions, CallSettings settings, Links links) {
    this.overdue = overdue;
    this.actions = actions;
    this.settings = settings;
    this.links = links;
  }

  @GetMapping
  PaymentsView list() {
    return new PaymentsView(
        settings.problemAfter(), overdue.listPayments(SIZE), overdue.listRefunds(SIZE));
  }

  @PostMapping("/{session}/{reservation}/{payment}/decline")
  DoneView decline(
      @PathVariable UUID session,
      @PathVariable UUID reservation,
      @PathVariable UUID payment,
      WhyInput why,
      Operator operator) {
    return done(actions.decline(get(session, reservation, payment), why.by(operator)));
  }

  @PostMapping("/{session}/{reservation}/{payment}/ask")
  DoneView ask(
      @PathVariable UUID session,
      @PathVariable UUID reservation,
      @PathVariable UUID payment,
      Operator operator) {
    return done(actions.ask(get(session, reservation, payment), byHand(operator)));
  }

  @PostMapping("/refunds/{shard}/{number}/ask")
  DoneView ask(@PathVariable int shard, @PathVariable long number, Operator operator) {
    requireOwed(shard, number);
    return done(actions.ask(shard, number, byHand(operator)));
  }

  @PostMapping("/refunds/{shard}/{number}/given-back")
  DoneView givenBack(
      @PathVariable int shard, @PathVariable long number, WhyInput why, Operator operator) {
    requireOwed(shard, number);
    return done(actions.givenBack(shard, number, why.by(operator)));
  }

  private OverduePayment get(UUID session, UUID reservation, UUID payment) {
    return overdue
        .find(session, reservation, payment)
        .orElseThrow(() -> new NoSuchPageException(PaymentActions.target(payment)));
  }

  private void requireOwed(int shard, long number) {
    if (!overdue.isOwed(shard, number)) {
      throw new NoSuchPageException(PaymentActions.target(shard, number));
    }
  }

  private static By byHand(Operator operator) {
    return WhyInput.by(operator, null);
  }

  private DoneView done(String what) {
    return new DoneView(what, links.base() + PATH);
  }
}
