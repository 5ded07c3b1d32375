package dev.sluice.allocation.snapshot;

import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.time.Instant;

/**
 * A reservation that waits, and for what.
 *
 * @param reservation without seats
 * @param wish what its request asked for
 */
public record Waiter(Reservation reservation, Command.ReserveBest wish) {

  /**
   * Checks the status.
   *
   * @throws IllegalArgumentException if it does not wait
   */
  public Waiter {
    if (reservation.status() != ReservationStatus.WAITING) {
      throw new IllegalArgumentException(
          "Reservation " + reservation.id() + " is " + reservation.status() + ", and waits not");
    }
  }

  /** The first one waits longest. */
  public long number() {
    return reservation.number();
  }

  /** Whether its wait is over, though no slice has ended it yet. */
  public boolean isOver(Instant now) {
    return !now.isBefore(reservation.holdExpiresAt());
  }

  /** What it asked, to be judged once more. */
  public Request request() {
    return new Request(
        reservation.id(),
        reservation.session(),
        reservation.customer(),
        reservation.digest(),
        wish);
  }
}
