package dev.sluice.allocation.snapshot;

import dev.sluice.contract.outcome.ReservationStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a slice changed of one session, as the net of its start and its end: a seat taken, given
 * back and taken again was taken once.
 *
 * @param session the session
 * @param admittedNumber of the transition that admitted it; 0 if it was admitted before
 * @param reservations those that were changed, in the order of their first change. Not to be
 *     changed
 * @param waiters those that began to wait, and wait at the slice's end. Not to be changed
 * @param refunds what came to be owed. Not to be changed
 * @param standing where it stands at the slice's end
 */
public record SessionChange(
    UUID session,
    long admittedNumber,
    List<ReservationChange> reservations,
    List<Waiter> waiters,
    List<Refund> refunds,
    Standing standing) {

  /**
   * Where a session stands.
   *
   * @param number of the last element that changed it
   * @param seats where its seats are
   * @param nextDueAt when the next thing of it is due; null if nothing is
   */
  public record Standing(long number, Snapshot.SeatCounts seats, @Nullable Instant nextDueAt) {}

  /**
   * A reservation that was changed.
   *
   * @param before as it was at the slice's start; null if there was none
   * @param after as it is at the slice's end
   */
  public record ReservationChange(@Nullable Reservation before, Reservation after) {

    private static final int[] NONE = {};

    /** Whether it waited at the start and waits no longer. */
    public boolean waitedBefore() {
      return before != null
          && before.status() == ReservationStatus.WAITING
          && after.status() != ReservationStatus.WAITING;
    }

    /** Whether it got the seats that it waited for at the start, whatever became of it since. */
    public boolean isServed() {
      return waitedBefore() && after.status() != ReservationStatus.LEFT;
    }

    /** Payments that it was not tried with at the start. */
    public List<Payment> begun() {
      int known = before == null ? 0 : before.payments().size();
      return after.payments().subList(known, after.payments().size());
    }

    /** Payments that it was tried with at the start, and that were settled since. */
    public List<Payment> settled() {
      if (before == null || before.payments().isEmpty()) {
        return List.of();
      }
      return after.payments().stream().filter(this::isSettled).toList();
    }

    private boolean isSettled(Payment payment) {
      Payment earlier = before == null ? null : before.findPayment(payment.id());
      return earlier != null && earlier.state() != payment.state();
    }

    /** Seats that it keeps from others at the start and not at the end. */
    public int[] released() {
      return before == null ? NONE : without(before.takenSeats(), after.takenSeats());
    }

    /** Seats that it keeps from others at the end and not at the start. */
    public int[] taken() {
      return before == null ? after.takenSeats() : without(after.takenSeats(), before.takenSeats());
    }

    private static int[] without(int[] ascending, int[] others) {
      int[] left = new int[ascending.length];
      int count = 0;
      for (int seat : ascending) {
        if (Arrays.binarySearch(others, seat) < 0) {
          left[count++] = seat;
        }
      }
      return Arrays.copyOf(left, count);
    }
  }
}
