package dev.sluice.rig.check;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.table.JournalLine;
import dev.sluice.rig.evidence.table.PlayedSession;
import dev.sluice.rig.evidence.table.PlayedSlices;
import dev.sluice.rig.evidence.table.SliceRow;
import java.util.EnumMap;
import java.util.List;

/**
 * I8. What a slice drained is what it says that became of it, seats are only moved, and every
 * reservation is what the journal made of it.
 */
final class Conserved implements Check {

  @Override
  public String name() {
    return "I8";
  }

  @Override
  public String promise() {
    return "entries, seats and amounts are conserved";
  }

  @Override
  public void look(Evidence evidence, Findings findings) {
    for (SliceRow slice : evidence.journal().slices()) {
      checkSlice(slice, findings);
    }
    for (PlayedSession session : evidence.sessions()) {
      checkSession(evidence, session, findings);
    }
    ReservationsAsDecided.check(evidence, findings);
  }

  private static void checkSlice(SliceRow slice, Findings findings) {
    SliceRow.Counts said = slice.counts();
    SliceRow.Counts seen = count(PlayedSlices.lines(slice));
    findings.count("slices", 1);
    findings.count("drained", said.drained());
    findings.count("granted", said.granted());
    findings.count("waitlisted", said.waitlisted());
    findings.count("rejected", said.rejected());
    findings.count("duplicates", said.duplicates());
    findings.count("dead-lettered", said.deadLettered());
    findings.count("the system's own", said.system());
    int sum =
        said.granted()
            + said.waitlisted()
            + said.rejected()
            + said.duplicates()
            + said.deadLettered()
            + said.system();
    if (said.drained() != sum || !said.equals(seen)) {
      findings.breach(slice + " says that it holds " + said + ", but holds " + seen);
    }
  }

  private static SliceRow.Counts count(List<JournalLine> lines) {
    var counts = new EnumMap<Outcome.Kind, Integer>(Outcome.Kind.class);
    int transitions = 0;
    for (JournalLine line : lines) {
      if (line.outcome() == null) {
        transitions++;
      } else {
        counts.merge(line.outcome().kind(), 1, Integer::sum);
      }
    }
    return new SliceRow.Counts(
        lines.size() - transitions,
        counts.getOrDefault(Outcome.Kind.GRANTED, 0),
        counts.getOrDefault(Outcome.Kind.WAITLISTED, 0),
        counts.getOrDefault(Outcome.Kind.REJECTED, 0),
        counts.getOrDefault(Outcome.Kind.DUPLICATE, 0),
        counts.getOrDefault(Outcome.Kind.DEAD_LETTERED, 0),
        counts.getOrDefault(Outcome.Kind.SYSTEM, 0),
        transitions);
  }

  private static void checkSession(Evidence evidence, PlayedSession session, Findings findings) {
    long onSale = session.seats().size();
    long taken =
        evidence.seats().stream().filter(row -> row.session().equals(session.id())).count();
    long held =
        seats(evidence, session, ReservationStatus.HELD)
            + seats(evidence, session, ReservationStatus.PAYING);
    long sold = seats(evidence, session, ReservationStatus.CONFIRMED);
    findings.count("seats", onSale);
    findings.count("free", onSale - taken);
    findings.count("held", held);
    findings.count("sold", sold);
    if (taken != held + sold || taken > onSale) {
      findings.breach(
          "session %s: %d seats, of them %d taken, but %d held and %d sold"
              .formatted(session.id(), onSale, taken, held, sold));
    }
    checkMap(evidence, session, onSale - taken, held, sold, findings);
  }

  private static void checkMap(
      Evidence evidence,
      PlayedSession session,
      long free,
      long held,
      long sold,
      Findings findings) {
    if (evidence.seatMaps().isEmpty()) {
      return;
    }
    boolean same =
        evidence.seatMaps().stream()
            .anyMatch(
                map ->
                    map.session().equals(session.id())
                        && map.states().keySet().equals(session.seats().keySet())
                        && map.count("FREE") == free
                        && map.count("HELD") == held
                        && map.count("SOLD") == sold);
    if (!same) {
      findings.breach(
          "the API's seat map of session %s does not have %d free, %d held and %d sold seats"
              .formatted(session.id(), free, held, sold));
    }
  }

  private static long seats(Evidence evidence, PlayedSession session, ReservationStatus status) {
    return evidence.reservations().stream()
        .filter(row -> row.session().equals(session.id()) && row.status() == status)
        .mapToLong(row -> row.seats().size())
        .sum();
  }
}
