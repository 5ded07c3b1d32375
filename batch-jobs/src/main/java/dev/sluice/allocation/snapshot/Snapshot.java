package dev.sluice.allocation.snapshot;

import dev.sluice.allocation.seating.Hall;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Terms;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's drain knows: its sessions with terms, seats and reservations. It belongs to one
 * lease and one thread. After a failed {@code decide} or commit it is of no use and is thrown away.
 */
public final class Snapshot {

  /** The session that was named last stands last. */
  private final Map<UUID, SessionState> sessions = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<UUID> unknown = new HashSet<>();
  private int namedLast;

  /**
   * Adds a session with everything that is known of it.
   *
   * @param session its id
   * @param hall its hall
   * @param terms its terms
   * @param admitted whether a slice has admitted it before
   * @param reservations all live reservations of the session; dead ones as one likes
   * @throws IllegalArgumentException if these contradict each other: terms of another hall or
   *     without a price, reservations of another session, or with seats that the hall does not
   *     have, or two live ones with one seat. The snapshot is as it was
   * @throws IllegalStateException if the snapshot knows the session
   */
  public void add(
      UUID session, Hall hall, Terms terms, boolean admitted, List<Reservation> reservations) {
    add(session, hall, terms, admitted, reservations, List.of());
  }

  /**
   * Adds a session for whose seats somebody waits, likewise.
   *
   * @param waiters all of the session, in any order; not among the reservations
   */
  public void add(
      UUID session,
      Hall hall,
      Terms terms,
      boolean admitted,
      List<Reservation> reservations,
      List<Waiter> waiters) {
    if (knows(session)) {
      throw new IllegalStateException("The snapshot knows session " + session + " already");
    }
    if (!terms.hall().equals(hall.id())) {
      throw new IllegalArgumentException(
          "Session " + session + " is in hall " + terms.hall() + ", not in " + hall.id());
    }
    var state = new SessionState(session, hall, terms, admitted);
    for (Reservation reservation : reservations) {
      requireConsistent(state, reservation);
      if (reservation.status() == ReservationStatus.WAITING) {
        throw contradiction(reservation, "waits, but nobody says for what");
      }
      state.put(reservation);
    }
    for (Waiter waiter : waiters) {
      requireConsistent(state, waiter.reservation());
      state.put(waiter);
    }
    sessions.put(session, state);
  }

  private static void requireConsistent(SessionState session, Reservation reservation) {
    if (!reservation.session().equals(session.id())) {
      throw contradiction(reservation, "is of session " + reservation.session());
    }
    if (session.find(reservation.id()) != null) {
      throw contradiction(reservation, "is there twice");
    }
    int last = -1;
    for (int seat : reservation.seats()) {
      if (seat <= last || seat >= session.hall().size()) {
        throw contradiction(reservation, "has seat " + seat + ", out of order or of no hall");
      }
      last = seat;
    }
    for (int seat : reservation.takenSeats()) {
      UUID owner = session.owner(seat);
      if (owner != null) {
        throw contradiction(
            reservation,
            "has seat " + session.hall().label(seat) + ", which belongs to reservation " + owner);
      }
    }
  }

  private static IllegalArgumentException contradiction(Reservation reservation, String problem) {
    return new IllegalArgumentException("Reservation " + reservation.id() + " " + problem);
  }

  /**
   * Adds dead reservations that entries of the next slice may name, as the tables have them.
   *
   * @throws IllegalArgumentException if one is alive or its session was not added
   */
  public void recall(List<Reservation> dead) {
    for (Reservation reservation : dead) {
      if (reservation.status().isLive()) {
        throw contradiction(reservation, "is alive, but has no seat");
      }
      get(reservation.session()).put(reservation);
    }
  }

  /**
   * Lets go of a reservation if it is dead and its session still there: the tables have it, and
   * {@link #recall} brings it back. So the same request finds it as long as somebody looks it up
   * first.
   */
  public void forget(UUID session, UUID reservation) {
    SessionState state = sessions.get(session);
    if (state != null) {
      state.forget(reservation);
    }
  }

  /**
   * Notes that there is no such session in this shard, so that nobody looks again this lease.
   *
   * @throws IllegalStateException if the session was added
   */
  public void addUnknown(UUID session) {
    if (sessions.containsKey(session)) {
      throw new IllegalStateException("The snapshot has session " + session);
    }
    unknown.add(session);
  }

  /**
   * Forgets sessions until at most so many places are left: a place is a seat of a hall or a
   * reservation. Those that were named longest ago go first; those of the last slice stay. One that
   * is named again has to be added again, as the tables then say.
   *
   * @return whether any was forgotten
   */
  public boolean forgetIdle(long placesMax) {
    long places = sessions.values().stream().mapToLong(SessionState::places).sum();
    boolean forgot = false;
    Iterator<SessionState> idlest = sessions.values().iterator();
    while (places > placesMax && sessions.size() > namedLast) {
      places -= idlest.next().places();
      idlest.remove();
      forgot = true;
    }
    return forgot;
  }

  /**
   * Forgets sessions other than these, as {@link #forgetIdle} does: before others are added.
   *
   * @return whether any was forgotten
   */
  public boolean forgetOthers(Set<UUID> sessionsOfSlice, long placesMax) {
    name(sessionsOfSlice);
    return forgetIdle(placesMax);
  }

  /** What the session takes of {@link #forgetIdle}'s places; 0 if it was not added. */
  public long places(UUID session) {
    SessionState state = sessions.get(session);
    return state == null ? 0 : state.places();
  }

  /** The sessions that were added and not forgotten. */
  public Set<UUID> listSessions() {
    return Set.copyOf(sessions.keySet());
  }

  /** Whether the session was added and not forgotten. */
  public boolean has(UUID session) {
    return sessions.containsKey(session);
  }

  /** The halls of all sessions. */
  public Set<UUID> listHalls() {
    return sessions.values().stream().map(state -> state.hall().id()).collect(Collectors.toSet());
  }

  /** Notes the sessions of the last slice; unknown ones do not count. */
  public void name(Set<UUID> sessionsOfSlice) {
    int known = 0;
    for (UUID session : sessionsOfSlice) {
      if (sessions.containsKey(session)) {
        known++;
      }
    }
    namedLast = known;
  }

  /** Whether the session was added, or noted as unknown. */
  public boolean knows(UUID session) {
    return sessions.containsKey(session) || unknown.contains(session);
  }

  /** Whether a slice has admitted the session; not if it was not added. */
  public boolean isAdmitted(UUID session) {
    SessionState state = sessions.get(session);
    return state != null && state.isAdmitted();
  }

  /** When the next hold or wait ends; empty if nobody has any. */
  public Optional<Instant> findNextExpiry() {
    return sessions.values().stream()
        .map(state -> state.expiries().peek())
        .filter(Objects::nonNull)
        .map(Reservation::holdExpiresAt)
        .min(Comparator.naturalOrder());
  }

  /**
   * Where the session's seats are.
   *
   * @throws IllegalArgumentException if the session was not added
   */
  public SeatCounts getCounts(UUID session) {
    return get(session).counts();
  }

  /** The reservation as it is now; empty if it is not here, or its session was not added. */
  public Optional<Reservation> find(UUID session, UUID reservation) {
    return Optional.ofNullable(sessions.get(session)).map(state -> state.find(reservation));
  }

  /**
   * All reservations of the session, dead ones until they are forgotten, in the order in which they
   * were granted.
   *
   * @throws IllegalArgumentException if the session was not added
   */
  public List<Reservation> listReservations(UUID session) {
    return get(session).reservations().stream()
        .sorted(Comparator.comparingLong(Reservation::number))
        .toList();
  }

  /**
   * Who waits for seats of the session, the first one first.
   *
   * @throws IllegalArgumentException if the session was not added
   */
  public List<Waiter> listWaiters(UUID session) {
    return get(session).waiters().list().stream()
        .sorted(Comparator.comparingLong(Waiter::number))
        .toList();
  }

  private SessionState get(UUID session) {
    SessionState state = sessions.get(session);
    if (state == null) {
      throw new IllegalArgumentException("The snapshot does not have session " + session);
    }
    return state;
  }

  /** The session; null if it was not added. */
  public @Nullable SessionState findSession(UUID session) {
    return sessions.get(session);
  }

  /**
   * Where the seats of a session are: seats = free + held + sold + blocked.
   *
   * @param seats of the hall
   * @param free on sale, and nobody has them
   * @param held waiting for payment
   * @param sold paid
   * @param blocked not on sale in this session
   */
  public record SeatCounts(int seats, int free, int held, int sold, int blocked) {}
}
