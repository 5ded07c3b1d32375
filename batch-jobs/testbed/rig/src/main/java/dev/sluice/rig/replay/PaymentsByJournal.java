package dev.sluice.rig.replay;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Settlement;
import dev.sluice.rig.evidence.table.JournalLine;
import dev.sluice.rig.replay.PaymentByJournal.End;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What became of a session's payments by its lines of the journal: what a provider captured is paid
 * for with seats or goes back, once. What could not be decided is a dead letter, for people.
 */
final class PaymentsByJournal {

  private final Map<Name, PaymentByJournal> payments = new LinkedHashMap<>();
  private final List<RefundByJournal> refunds = new ArrayList<>();
  private final Consumer<Breach> breaches;

  PaymentsByJournal(Consumer<Breach> breaches) {
    this.breaches = breaches;
  }

  /** All of them, in the order in which they began. */
  List<PaymentByJournal> list() {
    return List.copyOf(payments.values());
  }

  /** What came to be owed, in order. */
  List<RefundByJournal> listRefunds() {
    return List.copyOf(refunds);
  }

  /** A payment begins. */
  void begin(JournalLine line, UUID payment, Outcome.Paying paying) {
    var begun =
        new PaymentByJournal(
            paying.reservation(),
            payment,
            line.decided().number(),
            paying.amount(),
            paying.currency(),
            End.OPEN,
            0,
            0);
    if (payments.putIfAbsent(new Name(paying.reservation(), payment), begun) != null) {
      breach(line + " begins payment " + payment + " again");
    }
  }

  /** Seats that were paid for are given back. */
  void giveBack(JournalLine line, UUID id, UUID reservation, long amount) {
    payments.values().stream()
        .filter(one -> one.reservation().equals(reservation) && one.end() == End.CAPTURED)
        .findFirst()
        .ifPresentOrElse(
            paid -> owe(line, id, paid, amount),
            () -> breach(line + " gives seats back that no payment was taken for"));
  }

  /**
   * What the system said of a payment, and what was made of it.
   *
   * @param id of its request
   * @return whether its provider was still asked until then
   */
  boolean settle(JournalLine line, UUID id, Command.Settle settle, Outcome outcome) {
    if (outcome instanceof Outcome.DeadLettered) {
      return false;
    }
    var name = new Name(settle.reservation(), settle.payment());
    PaymentByJournal before = payments.get(name);
    if (before == null) {
      breach(line + " settles " + settle.payment() + ", which never began");
      return false;
    }
    End end = after(before, settle);
    if (!fits(outcome, settle, before.end(), end)) {
      breach(line + " settles " + before + " by " + settle + " as " + outcome);
    }
    if (end != before.end()) {
      PaymentByJournal after = before.settled(end, settle.amount(), line.decided().number());
      payments.put(name, after);
      if (end == End.RETURNED) {
        owe(line, id, after, settle.amount());
      }
    }
    return before.end() == End.OPEN;
  }

  private void owe(JournalLine line, UUID id, PaymentByJournal paid, long amount) {
    refunds.add(
        new RefundByJournal(
            id, paid.reservation(), paid.id(), line.decided().number(), amount, paid.currency()));
  }

  private static End after(PaymentByJournal payment, Command.Settle settle) {
    boolean captured = settle.result() == Settlement.CAPTURED;
    return switch (payment.end()) {
      case OPEN ->
          !captured
              ? End.DECLINED
              : settle.amount() == payment.amount() ? End.CAPTURED : End.RETURNED;
      case DECLINED -> captured ? End.RETURNED : End.DECLINED;
      case CAPTURED, RETURNED -> payment.end();
    };
  }

  private static boolean fits(Outcome outcome, Command.Settle settle, End before, End after) {
    if (before == after) {
      return outcome instanceof Outcome.SettledBefore;
    }
    return switch (after) {
      case OPEN -> false;
      case CAPTURED -> outcome instanceof Outcome.Captured paid && paid.amount() == settle.amount();
      case DECLINED -> outcome instanceof Outcome.Declined;
      case RETURNED ->
          outcome instanceof Outcome.RefundOwed owed && owed.amount() == settle.amount();
    };
  }

  private void breach(String text) {
    breaches.accept(new Breach("I8", text));
  }

  private record Name(UUID reservation, UUID payment) {}
}
