package dev.sluice.allocation.snapshot;

import dev.sluice.contract.outcome.ReservationStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds of a session by the instant at which they end. One that was paid or given back stays in the
 * queue until its turn, when it is passed over: to look for it would cost more.
 */
public final class Expiries {

  /** A total order, so that what is due has one order. */
  private static final Comparator<Due> ORDER =
      Comparator.comparing(Due::at).thenComparing(Due::reservation);

  private final SessionState session;
  private final PriorityQueue<Due> queue = new PriorityQueue<>(ORDER);

  Expiries(SessionState session) {
    this.session = session;
  }

  /** Remembers a hold. */
  void add(Reservation hold) {
    queue.add(new Due(hold.holdExpiresAt(), hold.id()));
  }

  /** The hold that ends first; null if nothing is held. */
  public @Nullable Reservation peek() {
    Due due = queue.peek();
    while (due != null) {
      Reservation hold = find(due);
      if (hold != null) {
        return hold;
      }
      queue.remove();
      due = queue.peek();
    }
    return null;
  }

  /** The hold that ends first, if it is over at that instant; it is remembered until it ends. */
  public @Nullable Reservation peek(Instant now) {
    Due first = queue.peek();
    if (first == null || first.at.isAfter(now)) {
      // Most entries find nothing due, and need not look for the hold.
      return null;
    }
    Reservation hold = peek();
    return hold == null || hold.holdExpiresAt().isAfter(now) ? null : hold;
  }

  /** The hold that ends then; null if it ended otherwise before. */
  private @Nullable Reservation find(Due due) {
    Reservation now = session.find(due.reservation);
    return now != null
            && now.status() == ReservationStatus.HELD
            && now.holdExpiresAt().equals(due.at)
        ? now
        : null;
  }

  /** The end of a hold. */
  private record Due(Instant at, UUID reservation) {}
}
