package dev.sluice.allocation;

import dev.sluice.contract.JournalElement;
import dev.sluice.contract.Limits;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.Request;
import dev.sluice.contract.ReservationStatus;
import dev.sluice.contract.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A slice while it is decided. */
final class Slice {

  private static final int ERROR_LENGTH_MAX = 200;
  private static final byte[] NO_PAYLOAD = {};

  private final Rules rules;
  private final Snapshot snapshot;
  private final Instant now;
  private final long firstNumber;
  private final List<JournalElement> elements;
  private final Map<UUID, Long> admitted = new LinkedHashMap<>();
  private final Changes changes = new Changes();
  private int granted;
  private int rejected;
  private int duplicates;
  private int deadLettered;

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
    int transitions = elements.size();
    for (Incoming entry : entries) {
      elements.add(
          switch (entry) {
            case Incoming.Readable readable -> decide(readable);
            case Incoming.Unreadable unreadable -> refuse(unreadable);
          });
    }
    var counts = new Decision.Counts(granted, 0, rejected, duplicates, deadLettered, transitions);
    if (counts.drained() != entries.size()) {
      throw new IllegalStateException(
          entries.size() + " entries have not one outcome each: " + counts);
    }
    return new Decision(
        elements,
        counts,
        admitted,
        changes.created(),
        changes.changed(),
        changes.released(),
        changes.taken());
  }

  private long nextNumber() {
    return firstNumber + elements.size();
  }

  private void admit(List<SessionState> sessions) {
    for (SessionState session : sessions) {
      if (!session.isAdmitted()) {
        session.admit();
        admitted.put(session.id(), nextNumber());
        elements.add(
            new JournalElement.Changed(
                new Transition.SessionAdmitted(session.id(), session.terms())));
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
      change(session, hold.endedAs(ReservationStatus.EXPIRED, now));
      elements.add(
          new JournalElement.Changed(
              new Transition.HoldExpired(
                  session.id(), hold.id(), session.hall().labels(hold.seats()))));
    }
  }

  private JournalElement decide(Incoming.Readable readable) {
    Request request = readable.request();
    SessionState session = snapshot.findSession(request.session());
    Ruling ruling;
    try {
      ruling = rules.rule(session, request, now, nextNumber());
    } catch (RuntimeException e) {
      // Nothing is changed yet: the rules only read. The others of the slice go on.
      ruling = Ruling.of(new Outcome.DeadLettered(describe(e)));
    }
    if (session != null && ruling.reservation() != null) {
      change(session, ruling.reservation());
    }
    count(ruling.outcome());
    return new JournalElement.Decided(readable.entry(), request, ruling.outcome());
  }

  private JournalElement refuse(Incoming.Unreadable unreadable) {
    var outcome = new Outcome.DeadLettered(unreadable.error());
    count(outcome);
    return new JournalElement.Unread(
        unreadable.entry(),
        unreadable.source().requestId(),
        unreadable.source().session(),
        unreadable.source().customer(),
        unreadable.source().fields().getOrDefault("payload", NO_PAYLOAD),
        outcome);
  }

  private void change(SessionState session, Reservation after) {
    Reservation before = session.put(after);
    if (before == null) {
      session.expiries().add(session, after);
    }
    changes.note(session, before, after);
  }

  private void count(Outcome outcome) {
    switch (outcome) {
      case Outcome.Held _, Outcome.Cancelled _ -> granted++;
      case Outcome.Rejected _ -> rejected++;
      case Outcome.Duplicate _ -> duplicates++;
      case Outcome.DeadLettered _ -> deadLettered++;
    }
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
