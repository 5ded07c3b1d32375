package dev.sluice.scheduler.payments;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.Audit.Done;
import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.audit.Change;
import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import dev.sluice.payment.overdue.OverduePayment;
import dev.sluice.payment.overdue.OverduePayments;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** What a person does about a payment or a refund, written down in the audit. */
@Component
final class PaymentActions {

  private static final String OPEN = "open";

  private final OverduePayments overdue;
  private final Actions actions;

  PaymentActions(OverduePayments overdue, Actions actions) {
    this.overdue = overdue;
    this.actions = actions;
  }

  /**
   * Has a payment settled as declined.
   *
   * @return what was done
   * @throws RefusedException without a reason, or if the provider has said what became of it
   */
  String decline(OverduePayment payment, By by) {
    return actions
        .audit()
        .carryOut(
            ActionKind.OVERRIDE,
            target(payment.payment()),
            null,
            by,
            () -> {
              by.requireReason();
              if (!overdue.decline(payment)) {
                throw new RefusedException(
                    Refusal.CHANGED_MEANWHILE,
                    "What became of it is known, and waits for its shard");
              }
              return done("declined, reservation " + payment.reservation());
            });
  }

  /**
   * Has the provider asked about a payment now.
   *
   * @throws RefusedException if there is nothing to be asked
   */
  String ask(OverduePayment payment, By by) {
    return ask(target(payment.payment()), by, () -> overdue.askAbout(payment));
  }

  /**
   * Has the provider asked for a refund now.
   *
   * @throws RefusedException if there is no such refund, or it is done
   */
  String ask(int shard, long number, By by) {
    return ask(target(shard, number), by, () -> overdue.askForRefund(shard, number));
  }

  /**
   * Notes that people gave a refund back elsewhere.
   *
   * @throws RefusedException without a reason, or if the provider has not refused it
   */
  String givenBack(int shard, long number, By by) {
    return actions
        .audit()
        .carryOut(
            ActionKind.OVERRIDE,
            target(shard, number),
            null,
            by,
            () -> {
              by.requireReason();
              if (!overdue.givenBackElsewhere(shard, number)) {
                throw new RefusedException(
                    Refusal.CHANGED_MEANWHILE, "The provider has not refused it, or it is done");
              }
              return done("given back elsewhere");
            });
  }

  /** A refund's name in the audit. */
  static String target(int shard, long number) {
    return "refund %d-%d".formatted(shard, number);
  }

  private String ask(String target, By by, BooleanSupplier asking) {
    return actions
        .audit()
        .carryOut(
            ActionKind.RETRY,
            target,
            null,
            by,
            () -> {
              if (!asking.getAsBoolean()) {
                throw new RefusedException(
                    Refusal.CHANGED_MEANWHILE, "There is nothing to be asked about any more");
              }
              return done("asked now");
            });
  }

  private static Done<String> done(String what) {
    return new Done<>(what, new Change(null, OPEN, what));
  }

  /** Its name in the audit. */
  static String target(UUID payment) {
    return "payment " + payment;
  }
}
