package dev.sluice.rig.check;

import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.table.PlayedSession;
import dev.sluice.rig.evidence.table.ReservationRow;
import dev.sluice.rig.evidence.table.SeatRow;
import dev.sluice.rig.replay.ReservationsByJournal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * I1. Sources that do not know of each other must agree seat by seat: the rows of {@code
 * reservation_seat}, the seats in the live rows of {@code reservation}, the journal's outcomes
 * played again, and the API's seat map.
 */
final class SeatsSoldOnce implements Check {

  @Override
  public String name() {
    return "I1";
  }

  @Override
  public String promise() {
    return "no seat has two owners";
  }

  @Override
  public void look(Evidence evidence, Findings findings) {
    var journal = ReservationsByJournal.of(evidence);
    journal.breaches(name()).forEach(findings::breach);
    for (PlayedSession session : evidence.sessions()) {
      Map<Integer, UUID> guarded = ofSeatRows(evidence, session, findings);
      Map<Integer, UUID> reserved = ofReservations(evidence, session, findings);
      Map<Integer, UUID> played = ofJournal(journal.owners(session.id()), session, findings);
      findings.count("taken by reservation_seat", guarded.size());
      findings.count("by live reservations", reserved.size());
      findings.count("by the journal played again", played.size());
      findings.count("by the API's seat map", 0);
      compareMap(evidence, session, guarded.keySet(), findings);
      compare(session, "reservation_seat", guarded, "reservation", reserved, findings);
      compare(session, "reservation_seat", guarded, "the journal", played, findings);
    }
  }

  /** The seat map does not tell owners, only which seats are taken. */
  private static void compareMap(
      Evidence evidence, PlayedSession session, Set<Integer> guarded, Findings findings) {
    for (SeatMap map : evidence.seatMaps()) {
      if (!map.session().equals(session.id())) {
        continue;
      }
      map.states()
          .forEach(
              (label, state) -> {
                boolean taken = state.equals("HELD") || state.equals("SOLD");
                if (taken) {
                  findings.count("by the API's seat map", 1);
                }
                Integer seat = session.seats().get(label);
                if (seat == null || guarded.contains(seat) != taken) {
                  findings.breach(
                      "seat %s of session %s is %s in the API's seat map"
                          .formatted(label, session.id(), state));
                }
              });
    }
  }

  private static Map<Integer, UUID> ofSeatRows(
      Evidence evidence, PlayedSession session, Findings findings) {
    var owners = new TreeMap<Integer, UUID>();
    for (SeatRow row : evidence.seats()) {
      if (row.session().equals(session.id())) {
        take(owners, session, row.seat(), row.reservation(), "reservation_seat", findings);
      }
    }
    return owners;
  }

  private static Map<Integer, UUID> ofReservations(
      Evidence evidence, PlayedSession session, Findings findings) {
    var owners = new TreeMap<Integer, UUID>();
    for (ReservationRow row : evidence.reservations()) {
      if (row.session().equals(session.id()) && row.status().isLive()) {
        for (int seat : row.seats()) {
          take(owners, session, seat, row.id(), "reservation", findings);
        }
      }
    }
    return owners;
  }

  private static Map<Integer, UUID> ofJournal(
      Map<String, UUID> played, PlayedSession session, Findings findings) {
    var owners = new TreeMap<Integer, UUID>();
    played.forEach(
        (label, owner) -> {
          Integer seat = session.seats().get(label);
          if (seat == null) {
            findings.breach("the journal names seat " + label + ", which is not on sale");
          } else {
            owners.put(seat, owner);
          }
        });
    return owners;
  }

  private static void take(
      Map<Integer, UUID> owners,
      PlayedSession session,
      int seat,
      UUID owner,
      String source,
      Findings findings) {
    UUID before = owners.putIfAbsent(seat, owner);
    if (before != null) {
      findings.breach(
          "seat %d of session %s belongs to both %s and %s by %s"
              .formatted(seat, session.id(), before, owner, source));
    }
  }

  private static void compare(
      PlayedSession session,
      String source,
      Map<Integer, UUID> owners,
      String other,
      Map<Integer, UUID> others,
      Findings findings) {
    var seats = new TreeSet<>(owners.keySet());
    seats.addAll(others.keySet());
    for (int seat : seats) {
      if (!Objects.equals(owners.get(seat), others.get(seat))) {
        findings.breach(
            "seat %d of session %s belongs to %s by %s and to %s by %s"
                .formatted(seat, session.id(), owners.get(seat), source, others.get(seat), other));
      }
    }
  }
}
