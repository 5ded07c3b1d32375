package dev.sluice.rig.replay;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Settlement;
import dev.sluice.rig.evidence.table.JournalLine;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What became of a session's payments by its lines of the journal: what a provider captured is paid
 * for with seats or goes back, once. What could not be decided is a dead letter, for people.
 */
final class PaymentsByJournal {

  private final Map<Name, State> states = new HashMap<>();
  private final Consumer<Breach> breaches;

  PaymentsByJournal(Consumer<Breach> breaches) {
    this.breaches = breaches;
  }

  /** A payment begins. */
  void begin(JournalLine line, UUID reservation, UUID payment, long amount) {
    if (states.putIfAbsent(new Name(reservation, payment), new State(amount, End.OPEN)) != null) {
      breach(line + " begins payment " + payment + " again");
    }
  }

  /**
   * What the system said of a payment, and what was made of it.
   *
   * @return whether its provider was still asked until then
   */
  boolean settle(JournalLine line, Command.Settle settle, Outcome outcome) {
    if (outcome instanceof Outcome.DeadLettered) {
      return false;
    }
    var name = new Name(settle.reservation(), settle.payment());
    State before = states.get(name);
    if (before == null) {
      breach(line + " settles " + settle.payment() + ", which never began");
      return false;
    }
    End end = before.after(settle);
    if (!fits(outcome, settle, before.end, end)) {
      breach(line + " settles " + before + " by " + settle + " as " + outcome);
    }
    states.put(name, new State(before.amount, end));
    return before.end == End.OPEN;
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

  private record State(long amount, End end) {

    private End after(Command.Settle settle) {
      boolean captured = settle.result() == Settlement.CAPTURED;
      return switch (end) {
        case OPEN ->
            !captured ? End.DECLINED : settle.amount() == amount ? End.CAPTURED : End.RETURNED;
        case DECLINED -> captured ? End.RETURNED : End.DECLINED;
        case CAPTURED, RETURNED -> end;
      };
    }
  }

  private enum End {
    /** The provider is asked. */
    OPEN,
    /** It said no. */
    DECLINED,
    /** Its money is for seats. */
    CAPTURED,
    /** Its money goes back. */
    RETURNED
  }
}
