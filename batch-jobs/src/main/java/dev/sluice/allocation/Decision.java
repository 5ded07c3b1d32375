package dev.sluice.allocation;

import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Refund;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionChange;
import dev.sluice.allocation.snapshot.SessionChange.ReservationChange;
import dev.sluice.allocation.snapshot.Waiter;
import dev.sluice.contract.journal.JournalElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What {@code decide} made of a slice.
 *
 * @param elements one per number, in order: one per entry, and transitions
 * @param counts how many of each kind
 * @param changes the net of what was changed, session by session, in the order of their first
 *     change: what the tables need
 */
public record Decision(List<JournalElement> elements, Counts counts, List<SessionChange> changes) {

  /** Copies nothing: the lists belong to the decision and are not changed after it. */
  public Decision {
    if (elements.size() != counts.drained() + counts.transitions()) {
      throw new IllegalStateException(
          elements.size()
              + " elements do not match "
              + counts
              + ": an entry has no outcome, or two");
    }
  }

  /** Sessions that this slice admitted, each with the number of its transition. */
  public Map<UUID, Long> admitted() {
    var admitted = new LinkedHashMap<UUID, Long>();
    for (SessionChange session : changes) {
      if (session.admittedNumber() > 0) {
        admitted.put(session.session(), session.admittedNumber());
      }
    }
    return admitted;
  }

  /** Reservations that did not exist before the slice, as they are at its end. */
  public List<Reservation> created() {
    return reservations()
        .filter(change -> change.before() == null)
        .map(ReservationChange::after)
        .toList();
  }

  /**
   * Reservations that existed before the slice and differ at its end, if only in payments; but not
   * those that were {@link #served}.
   */
  public List<Reservation> changed() {
    return reservations()
        .filter(change -> change.before() != null && !change.isServed())
        .map(ReservationChange::after)
        .toList();
  }

  /** Reservations that waited before the slice and got seats, as they are at its end. */
  public List<Reservation> served() {
    return reservations()
        .filter(ReservationChange::isServed)
        .map(ReservationChange::after)
        .toList();
  }

  /** Who began to wait in this slice, and waits at its end. */
  public List<Waiter> queued() {
    return changes.stream().flatMap(session -> session.waiters().stream()).toList();
  }

  /** Reservations that waited before the slice and wait no longer, as they are at its end. */
  public List<Reservation> dequeued() {
    return reservations()
        .filter(ReservationChange::waitedBefore)
        .map(ReservationChange::after)
        .toList();
  }

  /**
   * Seats that were taken before the slice, by the reservation named, and are not its own at the
   * end. By ordinal within a session.
   */
  public List<SeatChange> released() {
    return seats(ReservationChange::released);
  }

  /** Seats that are taken at the end by a reservation that did not have them before, likewise. */
  public List<SeatChange> taken() {
    return seats(ReservationChange::taken);
  }

  /** Payments that began in this slice, as they are at its end. */
  public List<PaymentChange> begunPayments() {
    return payments(ReservationChange::begun);
  }

  /** Payments that began before this slice, and that it settled. */
  public List<PaymentChange> settledPayments() {
    return payments(ReservationChange::settled);
  }

  /** What came to be owed to customers. */
  public List<Refund> refunds() {
    return changes.stream().flatMap(session -> session.refunds().stream()).toList();
  }

  private List<PaymentChange> payments(Function<ReservationChange, List<Payment>> which) {
    return reservations()
        .flatMap(change -> which.apply(change).stream().map(each -> of(change.after(), each)))
        .toList();
  }

  private static PaymentChange of(Reservation reservation, Payment payment) {
    return new PaymentChange(reservation.session(), reservation.id(), payment);
  }

  private Stream<ReservationChange> reservations() {
    return changes.stream().flatMap(session -> session.reservations().stream());
  }

  private List<SeatChange> seats(Function<ReservationChange, int[]> which) {
    var seats = new ArrayList<SeatChange>();
    for (SessionChange session : changes) {
      int first = seats.size();
      for (ReservationChange change : session.reservations()) {
        for (int seat : which.apply(change)) {
          seats.add(new SeatChange(session.session(), seat, change.after().id()));
        }
      }
      seats.subList(first, seats.size()).sort(Comparator.comparingInt(SeatChange::seat));
    }
    return seats;
  }

  /**
   * A payment that was changed.
   *
   * @param session the session
   * @param reservation that it pays for
   * @param payment as it is at the slice's end
   */
  public record PaymentChange(UUID session, UUID reservation, Payment payment) {}

  /**
   * A seat that changed hands.
   *
   * @param session the session
   * @param seat ordinal in the hall
   * @param reservation whose it was, or is
   */
  public record SeatChange(UUID session, int seat, UUID reservation) {}

  /**
   * How the elements divide. Drained = granted + waitlisted + rejected + duplicates + dead letters
   * + the system's own.
   */
  public record Counts(
      int granted,
      int waitlisted,
      int rejected,
      int duplicates,
      int deadLettered,
      int system,
      int transitions) {

    /** Entries decided. */
    public int drained() {
      return granted + waitlisted + rejected + duplicates + deadLettered + system;
    }
  }
}
