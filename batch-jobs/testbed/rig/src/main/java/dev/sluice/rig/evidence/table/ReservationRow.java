package dev.sluice.rig.evidence.table;

import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Digest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A row of {@code reservation}.
 *
 * @param session the session
 * @param id the reservation
 * @param customer its owner
 * @param status where it is in its life
 * @param digest of the request that it was granted to
 * @param number of the outcome that granted it
 * @param amount minor units, of the seats that it has
 * @param currency of the amount
 * @param seats ordinals of the seats that it has, or had last
 * @param holdExpiresAt end of its hold
 * @param decidedAt when it was granted
 * @param changedAt when it last changed
 */
public record ReservationRow(
    UUID session,
    UUID id,
    String customer,
    ReservationStatus status,
    Digest digest,
    long number,
    long amount,
    String currency,
    List<Integer> seats,
    Instant holdExpiresAt,
    Instant decidedAt,
    Instant changedAt) {

  /** Copies the list. */
  public ReservationRow {
    seats = List.copyOf(seats);
  }
}
