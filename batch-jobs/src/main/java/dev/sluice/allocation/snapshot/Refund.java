package dev.sluice.allocation.snapshot;

import java.util.UUID;

/**
 * Money that goes back to a customer.
 *
 * @param session the session
 * @param id request id of what made it be owed
 * @param reservation that was paid, or was to be
 * @param payment request id of the PAY that took the money
 * @param amount minor units; positive
 * @param number of the outcome that made it be owed
 */
public record Refund(
    UUID session, UUID id, UUID reservation, UUID payment, long amount, long number) {

  /**
   * Checks the amount.
   *
   * @throws IllegalArgumentException if it is not positive: the rules are wrong
   */
  public Refund {
    if (amount <= 0) {
      throw new IllegalArgumentException(
          "Reservation %s cannot be owed %d".formatted(reservation, amount));
    }
  }
}
