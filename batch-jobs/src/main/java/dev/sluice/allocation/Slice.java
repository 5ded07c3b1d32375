package dev.sluice.allocation;

import dev.sluice.contract.JournalElement;
import dev.sluice.contract.Limits;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.Request;
import dev.sluice.contract.ReservationStatus;
import dev.sluice.contract.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A slice while it is decided. */
final class Slice {

  private static final int ERROR_LENGTH_MAX = 200;
  private static final byte[] NO_PAYLOAD = {};

  private final Rules rules;
  private final Snapshot snapshot;
  private final Instant now;
  private final long firstNumber;
  private final List<JournalElement> elements;
  private final Changes changes = new Changes();
  private final Tally tally = new Tally();

  Slice(Rules rules, Snapshot snapshot, int entries, Instant now, long firstNumber) {
    this.rules = rules;
    this.snapshot = snapshot;
    this.now = now;
    this.firstNumber = firstNumber;
    this.elements = new ArrayList<>(entries + 16);
  }

  Decision decide(List<Incoming> entries) {
    List<SessionState> named = snapshot.name(entries);
    admit(named);
    expireHolds(named);
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

  private void admit(List<SessionState> sessions) {
    for (SessionState session : sessions) {
      if (!session.isAdmitted()) {
        happen(
            session,
            new Consequence(
                new Transition.SessionAdmitted(session.id(), session.terms()),
                new Change.Admitted()));
      }
    }
  }

  /**
   * Ends the holds that are due in these sessions, and in no others: which others the snapshot has
   * loaded is chance, and must not show in the journal. A bounded number, since a slice is: those
   * left are dead all the same for who compares instants, and end in a later slice.
   */
  private void expireHolds(List<SessionState> sessions) {
    for (Expiries.Due due : Expiries.poll(sessions, now, Limits.SLICE_DUES_MAX)) {
      SessionState session = due.session();
      Reservation hold = due.get();
      happen(
          session,
          new Consequence(
              new Transition.HoldExpired(
                  session.id(), hold.id(), session.hall().labels(hold.seats())),
              new Change.Continued(hold, hold.endedAs(ReservationStatus.EXPIRED, now))));
      follow(session);
    }
  }

  private void decide(Incoming.Readable readable) {
    Request request = readable.request();
    SessionState session = snapshot.findSession(request.session());
    Ruling ruling;
    try {
      ruling = rules.rule(session, request, now, nextNumber());
    } catch (RuntimeException e) {
      // Nothing is changed yet: the rules only read. The others of the slice go on.
      ruling = Ruling.of(new Outcome.DeadLettered(describe(e)));
    }
    boolean changed = session != null && carryOut(session, ruling.changes());
    add(new JournalElement.Decided(readable.entry(), request, ruling.outcome()), ruling.outcome());
    if (session != null && changed) {
      follow(session);
    }
  }

  private void repeat(Incoming.Repeated repeated) {
    Outcome outcome = repeated.first().outcomeOf(repeated.request());
    add(
        new JournalElement.Decided(repeated.entry(), repeated.request(), outcome, repeated.first()),
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
            unreadable.source().fields().getOrDefault("payload", NO_PAYLOAD),
            outcome),
        outcome);
  }

  private void add(JournalElement element, Outcome outcome) {
    elements.add(element);
    tally.add(outcome);
  }

  /** What the session's changes let happen stands right behind them. */
  private void follow(SessionState session) {
    for (Consequences consequences : rules.consequences()) {
      Consequence next = consequences.next(session, now, nextNumber());
      while (next != null) {
        happen(session, next);
        next = consequences.next(session, now, nextNumber());
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
