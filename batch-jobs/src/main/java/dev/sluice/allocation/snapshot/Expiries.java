package dev.sluice.allocation.snapshot;

import dev.sluice.contract.outcome.ReservationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds and waits of a session by the instant at which they end. One that ended otherwise stays in
 * the queue until its turn, when it is passed over: to look for it would cost more.
 */
public final class Expiries {

  /**
   * A total order, so that what is due has one order. At one instant a hold's seats come before a
   * waiter's end, which does not get them: the instant itself is over.
   */
  private static final Comparator<Due> ORDER =
      Comparator.comparing(Due::at).thenComparing(Due::waits).thenComparing(Due::reservation);

  private final SessionState session;
  private final PriorityQueue<Due> queue = new PriorityQueue<>(ORDER);
  private final List<Due> aside = new ArrayList<>(0);

  Expiries(SessionState session) {
    this.session = session;
  }

  /** Remembers a hold, or a wait. */
  void add(Reservation reservation) {
    queue.add(new Due(reservation.holdExpiresAt(), waits(reservation), reservation.id()));
  }

  /** The reservation that ends first; null if none is to end. */
  public @Nullable Reservation peek() {
    Due due = queue.peek();
    while (due != null) {
      Reservation reservation = find(due);
      if (reservation != null) {
        return reservation;
      }
      queue.remove();
      due = queue.peek();
    }
    return null;
  }

  /** The one that ends first, if it is over at that instant; it is remembered until it ends. */
  public @Nullable Reservation peek(Instant now) {
    Due first = queue.peek();
    if (first == null || first.at.isAfter(now)) {
      // Most entries find nothing due, and need not look for the reservation.
      return null;
    }
    Reservation due = peek();
    return due == null || due.holdExpiresAt().isAfter(now) ? null : due;
  }

  /** Passes over the one that {@link #peek} told, until {@link #takeBack}. */
  public void setAside() {
    aside.add(queue.remove());
  }

  /** What was set aside is due again. */
  public void takeBack() {
    queue.addAll(aside);
    aside.clear();
  }

  /** What ends then; null if it ended otherwise before. */
  private @Nullable Reservation find(Due due) {
    Reservation now = session.find(due.reservation);
    return now != null
            && (now.status() == ReservationStatus.HELD || waits(now))
            && waits(now) == due.waits
            && now.holdExpiresAt().equals(due.at)
        ? now
        : null;
  }

  private static boolean waits(Reservation reservation) {
    return reservation.status() == ReservationStatus.WAITING;
  }

  /** The end of a hold, or of a wait. */
  private record Due(Instant at, boolean waits, UUID reservation) {}
}
