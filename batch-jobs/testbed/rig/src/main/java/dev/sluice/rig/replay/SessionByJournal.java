package dev.sluice.rig.replay;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.rig.evidence.table.JournalLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session's lines of the journal, played again. */
final class SessionByJournal {

  private final Consumer<Breach> breaches;
  private final Map<UUID, ReservationByJournal> reservations = new LinkedHashMap<>();
  private final Map<String, UUID> owners = new TreeMap<>();
  private final PriorityQueue<ReservationByJournal> holds =
      new PriorityQueue<>(Comparator.comparing(ReservationByJournal::holdExpiresAt));
  private final PaymentsByJournal payments;
  private final WaitersByJournal waiters;
  private @Nullable Terms terms;
  private @Nullable PriceList prices;

  /** When what was played last happened: what it freed was freed then. */
  private Instant happened = Instant.EPOCH;

  SessionByJournal(Consumer<Breach> breaches) {
    this.breaches = breaches;
    this.payments = new PaymentsByJournal(breaches);
    this.waiters = new WaitersByJournal(breaches, this::seatsOf);
  }

  List<ReservationByJournal> list() {
    return List.copyOf(reservations.values());
  }

  PaymentsByJournal payments() {
    return payments;
  }

  Map<String, UUID> owners() {
    return owners;
  }

  /**
   * Plays a request.
   *
   * @param full whether its slice has let as much happen of itself as a slice may: the rest is for
   *     a later one
   */
  void play(JournalLine line, JournalElement.Decided decided, boolean full) {
    if (!full) {
      requireNothingDue(line, decided);
    }
    happened = accepted(line, decided);
    boolean ended =
        decided.request().command() instanceof Command.Settle settle
            && decided.isOfSystem()
            && payments.settle(line, decided.request().id(), settle, decided.outcome());
    switch (decided.outcome()) {
      case Outcome.Held held -> grant(line, decided, held);
      case Outcome.Waitlisted waitlisted -> letWait(line, decided, waitlisted);
      case Outcome.Left left -> endWait(line, left.reservation());
      case Outcome.Cancelled cancelled -> giveBack(line, decided.request().id(), cancelled);
      case Outcome.Paying paying -> beginPayment(line, decided, paying);
      case Outcome.Confirmed free ->
          pay(line, free.reservation(), ReservationStatus.HELD, free.amount(), 0);
      case Outcome.Captured paid ->
          pay(line, paid.reservation(), ReservationStatus.PAYING, paid.amount(), paid.amount());
      case Outcome.Declined declined -> holdAgain(line, declined.reservation());
      case Outcome.RefundOwed owed -> {
        if (ended) {
          // Something else was captured than was due.
          holdAgain(line, owed.reservation());
        }
      }
      case Outcome.Rejected _,
          Outcome.Duplicate _,
          Outcome.DeadLettered _,
          Outcome.SettledBefore _,
          Outcome.Pulsed _ -> {}
    }
  }

  void play(JournalLine line, Transition transition) {
    switch (transition) {
      case Transition.SessionAdmitted(var _, var admitted) -> {
        terms = admitted;
        prices = new PriceList(admitted);
      }
      case Transition.HoldExpired expired -> expire(line, expired);
      case Transition.WaiterServed served -> serve(line, served);
      case Transition.WaitEnded ended -> {
        ReservationByJournal before = reservations.get(ended.reservation());
        if (before != null && line.decided().at().isBefore(before.holdExpiresAt())) {
          breach("I7", line + " ends the wait of " + before + " too early");
        }
        endWait(line, ended.reservation());
      }
      case Transition.PutAside aside -> waiters.putAside(line, aside.reservation());
    }
  }

  private void letWait(
      JournalLine line, JournalElement.Decided decided, Outcome.Waitlisted waitlisted) {
    waiters.begin(line, decided.request(), waitlisted, accepted(line, decided), terms);
    PriceList list = prices;
    ReservationByJournal waiting =
        ReservationByJournal.waiting(
            decided.request(),
            waitlisted,
            list == null ? "" : list.currency(),
            line.decided().number(),
            line.decided().at());
    if (reservations.putIfAbsent(waiting.id(), waiting) != null) {
      breach("I8", line + " lets " + waiting.id() + " wait again");
    }
    holds.add(waiting);
  }

  private void endWait(JournalLine line, UUID id) {
    waiters.end(line, id);
    ReservationByJournal before = change(line, id, ReservationStatus.WAITING);
    if (before != null) {
      reservations.put(id, before.endedAs(ReservationStatus.LEFT, line.decided().at()));
    }
  }

  private void serve(JournalLine line, Transition.WaiterServed served) {
    waiters.serve(line, served.reservation(), served.seats(), happened, terms, prices);
    ReservationByJournal before = change(line, served.reservation(), ReservationStatus.WAITING);
    take(line, served.reservation(), served.seats());
    if (before != null) {
      ReservationByJournal after = before.served(served, line.decided().at());
      reservations.put(after.id(), after);
      holds.add(after);
      requirePrice(line, after);
      Terms known = terms;
      if (known != null && !served.expiresAt().equals(line.decided().at().plus(known.hold()))) {
        breach("I7", line + " holds seats for who waited until " + served.expiresAt());
      }
    }
  }

  private int seatsOf(String customer) {
    return reservations.values().stream()
        .filter(each -> each.customer().equals(customer) && each.status().isLive())
        .mapToInt(each -> each.seats().size())
        .sum();
  }

  private void take(JournalLine line, UUID id, List<String> seats) {
    for (String seat : seats) {
      UUID before = owners.putIfAbsent(seat, id);
      if (before != null) {
        breach("I1", line + " gives seat " + seat + " to " + id + " while " + before + " has it");
      }
    }
  }

  private void grant(JournalLine line, JournalElement.Decided decided, Outcome.Held held) {
    waiters.requireNobodyInFront(line, decided.request(), held.seats(), terms, prices);
    take(line, held.reservation(), held.seats());
    ReservationByJournal granted =
        ReservationByJournal.granted(
            decided.request(), held, line.decided().number(), line.decided().at());
    if (reservations.putIfAbsent(granted.id(), granted) != null) {
      breach("I8", line + " grants " + granted.id() + " again");
    }
    holds.add(granted);
    requirePrice(line, granted);
  }

  /** What is paid for is a hold that was not over when the request came. */
  private void beginPayment(
      JournalLine line, JournalElement.Decided decided, Outcome.Paying paying) {
    payments.begin(line, decided.request().id(), paying);
    ReservationByJournal before = change(line, paying.reservation(), ReservationStatus.HELD);
    if (before == null) {
      return;
    }
    if (!accepted(line, decided).isBefore(before.holdExpiresAt())) {
      breach("I7", line + " takes a payment for " + before + ", which was over");
    }
    if (before.amount() != paying.amount()) {
      breach("I8", line + " asks " + paying.amount() + " for " + before);
    }
    reservations.put(before.id(), before.in(ReservationStatus.PAYING, line.decided().at()));
  }

  private void pay(JournalLine line, UUID id, ReservationStatus status, long paid, long due) {
    ReservationByJournal before = change(line, id, status);
    if (before == null) {
      return;
    }
    if (paid != due || before.amount() != due) {
      breach("I8", line + " takes " + paid + " for " + before);
    }
    reservations.put(id, before.in(ReservationStatus.CONFIRMED, line.decided().at()));
  }

  /** Its old end stands. */
  private void holdAgain(JournalLine line, UUID id) {
    ReservationByJournal before = change(line, id, ReservationStatus.PAYING);
    if (before == null) {
      return;
    }
    ReservationByJournal after = before.in(ReservationStatus.HELD, line.decided().at());
    reservations.put(after.id(), after);
    holds.add(after);
  }

  /** The reservation that a line changes; null, and a breach, if it is not in that status. */
  private @Nullable ReservationByJournal change(
      JournalLine line, UUID id, ReservationStatus status) {
    ReservationByJournal before = reservations.get(id);
    if (before == null || before.status() != status) {
      breach("I8", line + " changes " + before + ", which should be " + status);
      return null;
    }
    return before;
  }

  private void giveBack(JournalLine line, UUID id, Outcome.Cancelled cancelled) {
    ReservationByJournal before = live(line, cancelled.reservation(), cancelled.seats());
    if (before == null) {
      return;
    }
    if (before.status() == ReservationStatus.PAYING) {
      breach("I8", line + " gives back " + before + " while its provider is asked");
    }
    var remaining = new ArrayList<>(before.seats());
    remaining.removeAll(cancelled.seats());
    ReservationByJournal after =
        remaining.isEmpty()
            ? before.endedAs(ReservationStatus.CANCELLED, line.decided().at())
            : before.reducedTo(remaining, cancelled.amount(), line.decided().at());
    reservations.put(after.id(), after);
    if (cancelled.amount() != after.amount() || !cancelled.currency().equals(after.currency())) {
      breach("I8", line + " leaves " + cancelled.amount() + " to pay for no seat");
    }
    if (before.status() == ReservationStatus.CONFIRMED && before.amount() > cancelled.amount()) {
      payments.giveBack(line, id, before.id(), before.amount() - cancelled.amount());
    }
    if (after.status().isLive()) {
      requirePrice(line, after);
    }
  }

  private void expire(JournalLine line, Transition.HoldExpired expired) {
    ReservationByJournal before = live(line, expired.reservation(), expired.seats());
    if (before == null) {
      return;
    }
    happened = before.holdExpiresAt();
    if (before.status() != ReservationStatus.HELD
        || line.decided().at().isBefore(before.holdExpiresAt())) {
      breach("I7", line + " ends " + before + " too early");
    }
    if (!before.seats().equals(expired.seats())) {
      breach("I8", line + " frees " + expired.seats() + " of " + before.seats());
    }
    reservations.put(before.id(), before.endedAs(ReservationStatus.EXPIRED, line.decided().at()));
  }

  /** Frees the seats; null if no live reservation has them. */
  private @Nullable ReservationByJournal live(JournalLine line, UUID id, List<String> seats) {
    for (String seat : seats) {
      if (!owners.remove(seat, id)) {
        breach("I1", line + " frees seat " + seat + ", which " + id + " has not");
      }
    }
    ReservationByJournal before = reservations.get(id);
    if (before == null || !before.status().isLive()) {
      breach("I8", line + " ends " + id + ", which is not live");
      return null;
    }
    return before;
  }

  /**
   * Before a request of the session is decided, the holds and waits that were over when it was
   * accepted have ended.
   */
  private void requireNothingDue(JournalLine line, JournalElement.Decided decided) {
    Instant now = accepted(line, decided);
    ReservationByJournal first = holds.peek();
    while (first != null && !now.isBefore(first.holdExpiresAt())) {
      ReservationByJournal hold = reservations.get(first.id());
      if (hold != null
          && (hold.status() == ReservationStatus.HELD || hold.status() == ReservationStatus.WAITING)
          && hold.holdExpiresAt().equals(first.holdExpiresAt())
          && !waiters.isAside(line, hold.id())) {
        breach("I7", line + " meets " + hold + ", which has not ended");
      }
      holds.poll();
      first = holds.peek();
    }
  }

  private static Instant accepted(JournalLine line, JournalElement.Decided decided) {
    Instant came = decided.accepted();
    return came.isBefore(line.decided().at()) ? came : line.decided().at();
  }

  private void requirePrice(JournalLine line, ReservationByJournal reservation) {
    PriceList list = prices;
    if (list != null && !list.allows(reservation)) {
      breach("I8", line + " asks " + reservation.amount() + " for " + reservation.seats());
    }
  }

  private void breach(String promise, String text) {
    breaches.accept(new Breach(promise, text));
  }
}
