package dev.sluice.allocation.snapshot;

import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Digest;
import java.time.Instant;
import java.util.UUID;

/**
 * A granted reservation as it is now. Immutable: a change is a new object under the same id.
 *
 * @param session its session
 * @param id the request id of its RESERVE
 * @param customer its owner
 * @param status where it is in its life
 * @param digest of the request that made it
 * @param number of the outcome that granted it
 * @param amount minor units, of the seats it has
 * @param seats ordinals, ascending; those it has while it lives, those it had last when it does
 *     not. Not to be changed
 * @param holdExpiresAt when it is dead unless paid
 * @param decidedAt when it was granted
 * @param changedAt when it last changed
 */
public record Reservation(
    UUID session,
    UUID id,
    String customer,
    ReservationStatus status,
    Digest digest,
    long number,
    long amount,
    int[] seats,
    Instant holdExpiresAt,
    Instant decidedAt,
    Instant changedAt) {

  private static final int[] NO_SEATS = {};

  /** Ordinals of the seats that it keeps from others, ascending; none once it is dead. */
  public int[] takenSeats() {
    return status.isLive() ? seats : NO_SEATS;
  }

  /** Whether it is a hold whose time is over, though no slice has ended it yet. */
  public boolean isOverdue(Instant now) {
    return status == ReservationStatus.HELD && !now.isBefore(holdExpiresAt);
  }

  /** The same with fewer seats. */
  public Reservation reducedTo(int[] remaining, long newAmount, Instant now) {
    return new Reservation(
        session,
        id,
        customer,
        status,
        digest,
        number,
        newAmount,
        remaining,
        holdExpiresAt,
        decidedAt,
        now);
  }

  /** The same, dead: it costs nothing and keeps its last seats for the record. */
  public Reservation endedAs(ReservationStatus end, Instant now) {
    return new Reservation(
        session, id, customer, end, digest, number, 0, seats, holdExpiresAt, decidedAt, now);
  }
}
