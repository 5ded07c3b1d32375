package dev.sluice.allocation;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Refund;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionChange;
import dev.sluice.allocation.snapshot.SessionChange.ReservationChange;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.allocation.snapshot.Waiter;
import dev.sluice.contract.outcome.ReservationStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
      case Change.Queued(Waiter waiter) -> {
        changes.note(null, waiter.reservation());
        changes.note(waiter);
      }
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
    private List<Waiter> waiters = List.of();
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

    /** Those that were not served and did not leave in the slice that let them wait. */
    private List<Waiter> waiting() {
      return waiters.isEmpty()
          ? waiters
          : waiters.stream()
              .filter(
                  waiter ->
                      Objects.requireNonNull(reservations.get(waiter.reservation().id()))
                              .after()
                              .status()
                          == ReservationStatus.WAITING)
              .toList();
    }

    private void note(Waiter waiter) {
      if (waiters.isEmpty()) {
        // Most slices have none.
        waiters = new ArrayList<>();
      }
      waiters.add(waiter);
    }

    private SessionChange net() {
      return new SessionChange(
          session.id(),
          admittedNumber,
          List.copyOf(reservations.values()),
          waiting(),
          List.copyOf(refunds),
          session.standing(lastNumber));
    }
  }
}
