package dev.sluice.allocation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a slice changed, as the net of its start and its end: a seat taken, given back and taken
 * again was taken once. Sessions stand in the order of their first change, reservations likewise,
 * seats by ordinal.
 */
final class Changes {

  private final Map<UUID, OfSession> sessions = new LinkedHashMap<>();

  /** Notes that one reservation was put in the place of another. */
  void note(SessionState session, @Nullable Reservation before, Reservation after) {
    sessions.computeIfAbsent(session.id(), id -> new OfSession(session)).note(before, after);
  }

  /** Reservations that did not exist at the start. */
  List<Reservation> created() {
    var created = new ArrayList<Reservation>();
    sessions.values().forEach(changes -> changes.addStates(changes.created, created));
    return created;
  }

  /** Reservations that existed at the start and were changed. */
  List<Reservation> changed() {
    var changed = new ArrayList<Reservation>();
    sessions.values().forEach(changes -> changes.addStates(changes.changed, changed));
    return changed;
  }

  /** Seats that had an owner at the start and have not the same at the end. */
  List<Decision.SeatChange> released() {
    var released = new ArrayList<Decision.SeatChange>();
    sessions.values().forEach(changes -> changes.addReleased(released));
    return released;
  }

  /** Seats that have an owner at the end and had not the same at the start. */
  List<Decision.SeatChange> taken() {
    var taken = new ArrayList<Decision.SeatChange>();
    sessions.values().forEach(changes -> changes.addTaken(taken));
    return taken;
  }

  private static final class OfSession {

    private final SessionState session;
    private final Set<UUID> created = new LinkedHashSet<>();
    private final Set<UUID> changed = new LinkedHashSet<>();
    private final BitSet touched = new BitSet();
    private final Map<Integer, UUID> ownersAtStart = new HashMap<>();

    private OfSession(SessionState session) {
      this.session = session;
    }

    private void note(@Nullable Reservation before, Reservation after) {
      if (before == null) {
        created.add(after.id());
      } else {
        if (!created.contains(after.id())) {
          changed.add(after.id());
        }
        touch(before.takenSeats(), before.id());
      }
      touch(after.takenSeats(), null);
    }

    /** Only the first touch of a seat tells who had it at the start. */
    private void touch(int[] seats, @Nullable UUID owner) {
      for (int seat : seats) {
        if (!touched.get(seat)) {
          touched.set(seat);
          if (owner != null) {
            ownersAtStart.put(seat, owner);
          }
        }
      }
    }

    private void addStates(Set<UUID> ids, List<Reservation> states) {
      for (UUID id : ids) {
        states.add(Objects.requireNonNull(session.find(id)));
      }
    }

    private void addReleased(List<Decision.SeatChange> released) {
      for (int seat = touched.nextSetBit(0); seat >= 0; seat = touched.nextSetBit(seat + 1)) {
        UUID before = ownersAtStart.get(seat);
        if (before != null && !before.equals(session.owner(seat))) {
          released.add(new Decision.SeatChange(session.id(), seat, before));
        }
      }
    }

    private void addTaken(List<Decision.SeatChange> taken) {
      for (int seat = touched.nextSetBit(0); seat >= 0; seat = touched.nextSetBit(seat + 1)) {
        UUID after = session.owner(seat);
        if (after != null && !after.equals(ownersAtStart.get(seat))) {
          taken.add(new Decision.SeatChange(session.id(), seat, after));
        }
      }
    }
  }
}
