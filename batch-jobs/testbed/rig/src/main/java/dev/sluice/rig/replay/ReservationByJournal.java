package dev.sluice.rig.replay;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A reservation as the journal says that it is.
 *
 * @param session its session
 * @param id the request that it was granted to
 * @param customer its owner
 * @param status where it is in its life
 * @param digest of its request
 * @param number of the outcome that granted it, or let it wait
 * @param amount minor units, of the seats that it has: none once it has ended
 * @param currency of the amount
 * @param seats labels of those it has, or had last
 * @param holdExpiresAt end of its hold, or of its wait
 * @param decidedAt when it was granted, or began to wait
 * @param changedAt when it last changed
 */
public record ReservationByJournal(
    UUID session,
    UUID id,
    String customer,
    ReservationStatus status,
    Digest digest,
    long number,
    long amount,
    String currency,
    List<String> seats,
    Instant holdExpiresAt,
    Instant decidedAt,
    Instant changedAt) {

  /** Copies the list. */
  public ReservationByJournal {
    seats = List.copyOf(seats);
  }

  static ReservationByJournal granted(Request request, Outcome.Held held, long number, Instant at) {
    return new ReservationByJournal(
        request.session(),
        held.reservation(),
        request.customer(),
        ReservationStatus.HELD,
        request.digest(),
        number,
        held.amount(),
        held.currency(),
        held.seats(),
        held.expiresAt(),
        at,
        at);
  }

  /** One that waits, without seats. */
  static ReservationByJournal waiting(
      Request request, Outcome.Waitlisted waits, String currency, long number, Instant at) {
    return new ReservationByJournal(
        request.session(),
        waits.reservation(),
        request.customer(),
        ReservationStatus.WAITING,
        request.digest(),
        number,
        0,
        currency,
        List.of(),
        waits.until(),
        at,
        at);
  }

  /** Held: it waited for the seats. */
  ReservationByJournal served(Transition.WaiterServed served, Instant at) {
    return new ReservationByJournal(
        session,
        id,
        customer,
        ReservationStatus.HELD,
        digest,
        number,
        served.amount(),
        served.currency(),
        served.seats(),
        served.expiresAt(),
        decidedAt,
        at);
  }

  /** With fewer seats, of another amount. */
  ReservationByJournal reducedTo(List<String> remaining, long newAmount, Instant at) {
    return new ReservationByJournal(
        session,
        id,
        customer,
        status,
        digest,
        number,
        newAmount,
        currency,
        remaining,
        holdExpiresAt,
        decidedAt,
        at);
  }

  /** Alive in another status. */
  ReservationByJournal in(ReservationStatus next, Instant at) {
    return new ReservationByJournal(
        session,
        id,
        customer,
        next,
        digest,
        number,
        amount,
        currency,
        seats,
        holdExpiresAt,
        decidedAt,
        at);
  }

  /** Ended: it costs nothing, and keeps its last seats for the record. */
  ReservationByJournal endedAs(ReservationStatus end, Instant at) {
    return new ReservationByJournal(
        session,
        id,
        customer,
        end,
        digest,
        number,
        0,
        currency,
        seats,
        holdExpiresAt,
        decidedAt,
        at);
  }
}
