package dev.sluice.rig.check;

import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.table.PlayedSession;
import dev.sluice.rig.evidence.table.ReservationRow;
import dev.sluice.rig.replay.ReservationByJournal;
import dev.sluice.rig.replay.ReservationsByJournal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The reservations' side of I8: each row, live or dead, says what the journal says of it, and costs
 * what its seats do.
 */
final class ReservationsAsDecided {

  private ReservationsAsDecided() {}

  static void check(Evidence evidence, Findings findings) {
    var journal = ReservationsByJournal.of(evidence);
    journal.breaches("I8").forEach(findings::breach);
    MoneyAsDecided.check(evidence, journal, findings);
    findings.count("reservations", 0);
    findings.count("amounts", 0);
    for (PlayedSession session : evidence.sessions()) {
      Map<UUID, ReservationRow> rows = rows(evidence, session.id());
      for (ReservationByJournal reservation : journal.list(session.id())) {
        ReservationRow row = rows.remove(reservation.id());
        ReservationRow due = row(reservation, session);
        if (due.equals(row)) {
          findings.count("reservations", 1);
          findings.count("amounts", due.amount());
        } else {
          findings.breach("by the journal there is " + due + ", in the table " + row);
        }
      }
      rows.values().forEach(row -> findings.breach("the journal does not have " + row));
    }
  }

  private static Map<UUID, ReservationRow> rows(Evidence evidence, UUID session) {
    var rows = new HashMap<UUID, ReservationRow>();
    for (ReservationRow row : evidence.reservations()) {
      if (row.session().equals(session)) {
        rows.put(row.id(), row);
      }
    }
    return rows;
  }

  private static ReservationRow row(ReservationByJournal reservation, PlayedSession session) {
    List<Integer> seats =
        reservation.seats().stream().map(label -> session.seats().getOrDefault(label, -1)).toList();
    return new ReservationRow(
        reservation.session(),
        reservation.id(),
        reservation.customer(),
        reservation.status(),
        reservation.digest(),
        reservation.number(),
        reservation.amount(),
        reservation.currency(),
        seats,
        reservation.holdExpiresAt(),
        reservation.decidedAt(),
        reservation.changedAt());
  }
}
