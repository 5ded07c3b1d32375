package dev.sluice.allocation;

import dev.sluice.allocation.rules.Consequence;
import dev.sluice.allocation.rules.Consequences;
import dev.sluice.allocation.rules.Moment;
import dev.sluice.allocation.rules.Rules;
import dev.sluice.allocation.rules.Ruling;
import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A slice while it is decided. */
final class Slice {

  private static final int ERROR_LENGTH_MAX = 200;
  private static final byte[] NO_PAYLOAD = {};

  private final Rules rules;
  private final Snapshot snapshot;
  private final SliceTime time;
  private final long firstNumber;
  private final List<JournalElement> elements;
  private final Changes changes = new Changes();
  private final Tally tally = new Tally();
  private int duesLeft = Limits.SLICE_DUES_MAX;
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
      expireHolds(session, moment.accepted());
    }
    Ruling ruling = rule(session, readable.request(), moment);
    boolean changed = session != null && carryOut(session, ruling.changes());
    add(
        new JournalElement.Decided(
            readable.entry(), readable.firstAccepted(), readable.request(), ruling.outcome(), null),
        ruling.outcome());
    if (session != null && changed) {
      // A payment that is settled late gives back a hold whose end is over.
      expireHolds(session, moment.accepted());
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
      return Ruling.of(new Outcome.DeadLettered(describe(e)));
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
   * Ends the session's holds that are over at an instant, in the order of their ends, each judged
   * at its own. A bounded number, since a slice is: those left are dead all the same for who
   * compares instants, and end before a later entry.
   */
  private void expireHolds(SessionState session, Instant accepted) {
    Reservation hold = session.expiries().peek(accepted);
    while (hold != null && duesLeft > 0) {
      duesLeft--;
      happen(
          session,
          new Consequence(
              new Transition.HoldExpired(
                  session.id(), hold.id(), session.hall().labels(hold.seats())),
              new Change.Continued(hold, hold.endedAs(ReservationStatus.EXPIRED, time.decided()))));
      follow(session, new Moment(hold.holdExpiresAt(), time.decided()));
      hold = session.expiries().peek(accepted);
    }
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
    for (Consequences consequences : rules.consequences()) {
      Consequence next = consequences.next(session, moment, nextNumber());
      while (next != null) {
        happen(session, next);
        next = consequences.next(session, moment, nextNumber());
      }
    }
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

  /**
   * An error travels in JSON and SQL, so it is short and has no control characters or surrogates.
   */
  private static String describe(RuntimeException e) {
    String text = e.getClass().getSimpleName() + ": " + e.getMessage();
    return text.substring(0, Math.min(text.length(), ERROR_LENGTH_MAX))
        .replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}
