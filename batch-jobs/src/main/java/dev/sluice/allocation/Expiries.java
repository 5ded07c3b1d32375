package dev.sluice.allocation;

import dev.sluice.contract.ReservationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds of a session by the instant at which they end. One that was paid or given back stays in the
 * queue until its turn, when it is passed over: to look for it would cost more.
 */
final class Expiries {

  /** A total order, so that what is due in one slice has one order. */
  private static final Comparator<Due> ORDER =
      Comparator.comparing(Due::at)
          .thenComparing(due -> due.session().id())
          .thenComparing(Due::reservation);

  private final PriorityQueue<Due> queue = new PriorityQueue<>(ORDER);

  /** Remembers the reservation if it is a hold. */
  void add(SessionState session, Reservation reservation) {
    if (reservation.status() == ReservationStatus.HELD) {
      queue.add(new Due(reservation.holdExpiresAt(), session, reservation.id()));
    }
  }

  /** The hold that ends first; null if nothing is held. */
  @Nullable Due peek() {
    Due due = queue.peek();
    while (due != null && due.find() == null) {
      queue.remove();
      due = queue.peek();
    }
    return due;
  }

  /**
   * Removes the holds of these sessions that are dead at {@code now}, in order of their ends: at
   * most so many, the first ones.
   */
  static List<Due> poll(List<SessionState> sessions, Instant now, int max) {
    var heads = new PriorityQueue<Due>(ORDER);
    for (SessionState session : sessions) {
      session.expiries().offerHead(heads, now);
    }
    var due = new ArrayList<Due>();
    while (!heads.isEmpty() && due.size() < max) {
      Due first = heads.remove();
      due.add(first);
      Expiries expiries = first.session().expiries();
      expiries.queue.remove();
      expiries.offerHead(heads, now);
    }
    return due;
  }

  private void offerHead(PriorityQueue<Due> heads, Instant now) {
    Due head = peek();
    if (head != null && !head.at().isAfter(now)) {
      heads.add(head);
    }
  }

  /**
   * The end of a hold.
   *
   * @param at when
   * @param session its session
   * @param reservation its id
   */
  record Due(Instant at, SessionState session, UUID reservation) {

    /** The hold that ends then. */
    Reservation get() {
      return Objects.requireNonNull(find());
    }

    /** The hold that ends then; null if it ended otherwise before. */
    @Nullable Reservation find() {
      Reservation now = session.find(reservation);
      return now != null && now.status() == ReservationStatus.HELD && now.holdExpiresAt().equals(at)
          ? now
          : null;
    }
  }
}
