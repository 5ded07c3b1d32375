package dev.sluice.allocation;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Refund;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionChange;
import dev.sluice.allocation.snapshot.SessionChange.ReservationChange;
import dev.sluice.allocation.snapshot.SessionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a slice has changed so far, session by session, in the order of their first change. */
final class Changes {

  private final Map<UUID, OfSession> sessions = new LinkedHashMap<>();

  /**
   * Notes a change.
   *
   * @param number of the element that it belongs to
   */
  void note(SessionState session, Change change, long number) {
    OfSession changes = sessions.computeIfAbsent(session.id(), _ -> new OfSession(session));
    changes.lastNumber = number;
    switch (change) {
      case Change.Looked _ -> {}
      case Change.Owed(Refund refund) -> changes.refunds.add(refund);
      case Change.Admitted _ -> changes.admittedNumber = number;
      case Change.Begun(Reservation reservation) -> changes.note(null, reservation);
      case Change.Continued(Reservation before, Reservation after) -> changes.note(before, after);
    }
  }

  /** The net of it. */
  List<SessionChange> net() {
    var net = new ArrayList<SessionChange>(sessions.size());
    sessions.values().forEach(changes -> net.add(changes.net()));
    return net;
  }

  private static final class OfSession {

    private final SessionState session;
    private final Map<UUID, ReservationChange> reservations = new LinkedHashMap<>();
    private final List<Refund> refunds = new ArrayList<>(0);
    private long admittedNumber;
    private long lastNumber;

    private OfSession(SessionState session) {
      this.session = session;
    }

    private void note(@Nullable Reservation before, Reservation after) {
      ReservationChange earlier = reservations.get(after.id());
      reservations.put(
          after.id(), new ReservationChange(earlier == null ? before : earlier.before(), after));
    }

    private SessionChange net() {
      return new SessionChange(
          session.id(),
          admittedNumber,
          List.copyOf(reservations.values()),
          List.copyOf(refunds),
          session.standing(lastNumber));
    }
  }
}
