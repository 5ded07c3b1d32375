package dev.sluice.allocation;

import dev.sluice.allocation.rules.Consequence;
import dev.sluice.allocation.rules.Consequences;
import dev.sluice.allocation.rules.FailureText;
import dev.sluice.allocation.rules.Moment;
import dev.sluice.allocation.rules.Rules;
import dev.sluice.allocation.rules.Ruling;
import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A slice while it is decided. */
final class Slice {

  private static final byte[] NO_PAYLOAD = {};

  private final Rules rules;
  private final Snapshot snapshot;
  private final SliceTime time;
  private final long firstNumber;
  private final List<JournalElement> elements;
  private final Changes changes = new Changes();
  private final Tally tally = new Tally();
  private final DueRoom room = new DueRoom();

  /** Reservations on which the rules failed: the rest of the slice passes them over. */
  private Set<UUID> aside = Set.of();

  private List<SessionState> dueAside = List.of();
  private @Nullable Moment lastMoment;
  private long lastMilliseconds;

  Slice(Rules rules, Snapshot snapshot, int entries, SliceTime time, long firstNumber) {
    this.rules = rules;
    this.snapshot = snapshot;
    this.time = time;
    this.firstNumber = firstNumber;
    this.elements = new ArrayList<>(entries + 16);
  }

  Decision decide(List<Incoming> entries) {
    snapshot.name(Incoming.sessions(entries));
    for (Incoming entry : entries) {
      switch (entry) {
        case Incoming.Readable readable -> decide(readable);
        case Incoming.Repeated repeated -> repeat(repeated);
        case Incoming.Unreadable unreadable -> refuse(unreadable);
      }
    }
    dueAside.forEach(session -> session.expiries().takeBack());
    Decision.Counts counts = tally.counts();
    if (counts.drained() != entries.size()) {
      throw new IllegalStateException(
          entries.size() + " entries have not one outcome each: " + counts);
    }
    return new Decision(elements, counts, changes.net());
  }

  private long nextNumber() {
    return firstNumber + elements.size();
  }

  private void decide(Incoming.Readable readable) {
    SessionState session = snapshot.findSession(readable.request().session());
    Moment moment = moment(readable);
    if (session != null) {
      admit(session);
      endDue(session, moment.accepted());
    }
    Ruling ruling = rule(session, readable.request(), moment);
    boolean changed = session != null && carryOut(session, ruling.changes());
    add(
        new JournalElement.Decided(
            readable.entry(), readable.firstAccepted(), readable.request(), ruling.outcome(), null),
        ruling.outcome());
    if (session != null && changed) {
      // A payment that is settled late gives back a hold whose end is over.
      endDue(session, moment.accepted());
      follow(session, moment);
    }
  }

  /** Many entries are accepted in one millisecond, and share its moment. */
  private Moment moment(Incoming.Readable readable) {
    Moment last = lastMoment;
    if (last != null
        && readable.firstAccepted() == null
        && readable.entry().milliseconds() == lastMilliseconds) {
      return last;
    }
    var moment = new Moment(time.accepted(readable), time.decided());
    if (readable.firstAccepted() == null) {
      lastMoment = moment;
      lastMilliseconds = readable.entry().milliseconds();
    }
    return moment;
  }

  private Ruling rule(@Nullable SessionState session, Request request, Moment moment) {
    try {
      return rules.rule(session, request, moment, nextNumber());
    } catch (RuntimeException e) {
      // Nothing is changed yet: the rules only read. The others of the slice go on.
      return Ruling.of(new Outcome.DeadLettered(FailureText.of(e)));
    }
  }

  private void admit(SessionState session) {
    if (!session.isAdmitted()) {
      happen(
          session,
          new Consequence(
              new Transition.SessionAdmitted(session.id(), session.terms()),
              new Change.Admitted()));
    }
  }

  /**
   * Ends the session's holds and waits that are over at an instant, in the order of their ends,
   * each judged at its own; behind a hold's end who waits is served. A bounded number, since a
   * slice is: those left are dead all the same for who compares instants, and end before a later
   * entry.
   */
  private void endDue(SessionState session, Instant accepted) {
    Reservation due = session.expiries().peek(accepted);
    while (due != null && room.isLeft()) {
      end(session, due);
      due = session.expiries().peek(accepted);
    }
  }

  private void end(SessionState session, Reservation due) {
    var moment = new Moment(due.holdExpiresAt(), time.decided());
    Consequence end;
    try {
      end = rules.ending().of(session, due, moment);
    } catch (RuntimeException e) {
      end = putDueAside(session, due, e);
    }
    room.take(end.transition());
    happen(session, end);
    if (due.status() == ReservationStatus.HELD) {
      follow(session, moment);
    }
  }

  private Consequence putDueAside(SessionState session, Reservation due, RuntimeException e) {
    session.expiries().setAside();
    if (dueAside.isEmpty()) {
      dueAside = new ArrayList<>();
    }
    dueAside.add(session);
    return new Consequence(
        new Transition.PutAside(session.id(), due.id(), FailureText.of(e)), List.of());
  }

  private void repeat(Incoming.Repeated repeated) {
    Outcome outcome = repeated.first().outcomeOf(repeated.request());
    add(
        new JournalElement.Decided(
            repeated.entry(),
            repeated.firstAccepted(),
            repeated.request(),
            outcome,
            repeated.first()),
        outcome);
  }

  private void refuse(Incoming.Unreadable unreadable) {
    var outcome = new Outcome.DeadLettered(unreadable.error());
    add(
        new JournalElement.Unread(
            unreadable.entry(),
            unreadable.source().requestId(),
            unreadable.source().session(),
            unreadable.source().customer(),
            unreadable.source().digest(),
            unreadable.source().fields().getOrDefault("payload", NO_PAYLOAD),
            outcome),
        outcome);
  }

  private void add(JournalElement element, Outcome outcome) {
    elements.add(element);
    tally.add(outcome);
  }

  /** What the session's changes let happen stands right behind them. */
  private void follow(SessionState session, Moment moment) {
    for (int i = 0; i < rules.consequences().size(); i++) {
      Consequences consequences = rules.consequences().get(i);
      Consequence next = consequences.next(session, moment, nextNumber(), aside);
      while (next != null) {
        room.take(next.transition());
        happen(session, next);
        if (next.transition() instanceof Transition.PutAside failed) {
          putAside(failed.reservation());
        }
        next = consequences.next(session, moment, nextNumber(), aside);
      }
    }
  }

  private void putAside(UUID reservation) {
    if (aside.isEmpty()) {
      aside = new HashSet<>();
    }
    aside.add(reservation);
  }

  private void happen(SessionState session, Consequence consequence) {
    carryOut(session, consequence.changes());
    elements.add(new JournalElement.Changed(consequence.transition()));
    tally.addTransition();
  }

  /** Changes the session; whether there was anything to change. */
  private boolean carryOut(SessionState session, List<Change> wanted) {
    // Most change nothing, and not even an iterator is made for them.
    for (int i = 0; i < wanted.size(); i++) {
      session.apply(wanted.get(i));
      changes.note(session, wanted.get(i), nextNumber());
    }
    return !wanted.isEmpty();
  }
}
