package dev.sluice.rig.replay;

import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.outcome.TransitionJson;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.table.JournalLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The reservations of some sessions by the journal alone: what it says of each session, played
 * again in order. It begins with sessions that have no reservations. What cannot be is noted and
 * played on.
 */
public final class ReservationsByJournal {

  private final Set<UUID> wanted;
  private final Map<UUID, SessionByJournal> sessions = new LinkedHashMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private int endedInSlice;
  private long bytesInSlice;

  private ReservationsByJournal(Set<UUID> wanted) {
    this.wanted = wanted;
  }

  /** Those of the sessions that were played for. */
  public static ReservationsByJournal of(Evidence evidence) {
    return of(evidence.journal().lines(), evidence.sessionIds());
  }

  /** Plays whole slices, those of each shard in the order of their numbers. */
  public static ReservationsByJournal of(List<JournalLine> lines, Set<UUID> sessions) {
    var played = new ReservationsByJournal(sessions);
    lines.forEach(played::play);
    return played;
  }

  /** All reservations, dead ones too, in no order that matters. */
  public List<ReservationByJournal> list() {
    return sessions.values().stream().flatMap(session -> session.list().stream()).toList();
  }

  /** Those of a session. */
  public List<ReservationByJournal> list(UUID session) {
    SessionByJournal played = sessions.get(session);
    return played == null ? List.of() : played.list();
  }

  /** Payments of a session, in the order in which they began. */
  public List<PaymentByJournal> listPayments(UUID session) {
    SessionByJournal played = sessions.get(session);
    return played == null ? List.of() : played.payments().list();
  }

  /** What came to be owed in a session, in order. */
  public List<RefundByJournal> listRefunds(UUID session) {
    SessionByJournal played = sessions.get(session);
    return played == null ? List.of() : played.payments().listRefunds();
  }

  /** Who has which seat of a session in the end, by its label. */
  public Map<String, UUID> owners(UUID session) {
    SessionByJournal played = sessions.get(session);
    return played == null ? Map.of() : played.owners();
  }

  /** What breaks that promise. */
  public List<String> breaches(String promise) {
    return breaches.stream()
        .filter(breach -> breach.promise().equals(promise))
        .map(Breach::text)
        .toList();
  }

  private void play(JournalLine line) {
    if (line.decided().rank() == 0) {
      endedInSlice = 0;
      bytesInSlice = 0;
    }
    switch (line.element()) {
      case JournalElement.Decided decided -> {
        UUID session = decided.request().session();
        if (wanted.contains(session)) {
          session(session).play(line, decided, isFull());
        }
      }
      case JournalElement.Unread _ -> {}
      case JournalElement.Changed changed -> {
        if (!(changed.transition() instanceof Transition.SessionAdmitted)) {
          endedInSlice++;
          bytesInSlice += TransitionJson.write(changed.transition()).length;
        }
        UUID session = changed.transition().session();
        if (wanted.contains(session)) {
          session(session).play(line, changed.transition());
        }
      }
    }
  }

  /** Whether a slice has let as much happen of itself as it may, or nearly so by its bytes. */
  private boolean isFull() {
    return endedInSlice >= Limits.SLICE_DUES_MAX
        || bytesInSlice >= Limits.SLICE_DUES_BYTES_MAX * 3L / 4;
  }

  private SessionByJournal session(UUID id) {
    return sessions.computeIfAbsent(id, _ -> new SessionByJournal(breaches::add));
  }
}
