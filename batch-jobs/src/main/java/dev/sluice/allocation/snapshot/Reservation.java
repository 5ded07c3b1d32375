package dev.sluice.allocation.snapshot;

import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reservation as it is now: granted, or waiting for seats. Immutable: a change is a new object
 * under the same id.
 *
 * @param session its session
 * @param id the request id of its RESERVE
 * @param customer its owner
 * @param status where it is in its life
 * @param digest of the request that made it
 * @param number of the outcome that granted it, or let it wait
 * @param amount minor units, of the seats it has
 * @param seats ordinals, ascending; those it has while it lives, those it had last when it does
 *     not. Not to be changed
 * @param holdExpiresAt when it is dead unless paid; while it waits, unless served
 * @param decidedAt when it was granted, or began to wait
 * @param changedAt when it last changed
 * @param payments what it was tried with, in the order of their PAYs; at most one of them is open
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
    Instant changedAt,
    List<Payment> payments) {

  private static final int[] NO_SEATS = {};

  /** Ordinals of the seats that it keeps from others, ascending; none once it is dead. */
  public int[] takenSeats() {
    return status.isLive() ? seats : NO_SEATS;
  }

  /** Whether it is a hold whose time is over, though no slice has ended it yet. */
  public boolean isOverdue(Instant now) {
    return status == ReservationStatus.HELD && !now.isBefore(holdExpiresAt);
  }

  /** One that waits until an instant, and has no seats. */
  public static Reservation waiting(Request request, long number, Instant until, Instant now) {
    return new Reservation(
        request.session(),
        request.id(),
        request.customer(),
        ReservationStatus.WAITING,
        request.digest(),
        number,
        0,
        NO_SEATS,
        until,
        now,
        now,
        List.of());
  }

  /** The same, held: it waited for these seats. */
  public Reservation served(int[] freed, long newAmount, Instant end, Instant now) {
    return new Reservation(
        session,
        id,
        customer,
        ReservationStatus.HELD,
        digest,
        number,
        newAmount,
        freed,
        end,
        decidedAt,
        now,
        payments);
  }

  /** The same with fewer seats. */
  public Reservation reducedTo(int[] remaining, long newAmount, Instant now) {
    return changed(status, newAmount, remaining, payments, now);
  }

  /** The same, dead: it costs nothing and keeps its last seats for the record. */
  public Reservation endedAs(ReservationStatus end, Instant now) {
    return changed(end, 0, seats, payments, now);
  }

  /** The same, paid: nothing was due. */
  public Reservation confirmed(Instant now) {
    return changed(ReservationStatus.CONFIRMED, amount, seats, payments, now);
  }

  /** The same, with one payment more that its provider is asked about. */
  public Reservation paying(Payment payment, Instant now) {
    var more = new ArrayList<Payment>(payments.size() + 1);
    more.addAll(payments);
    more.add(payment);
    return changed(ReservationStatus.PAYING, amount, seats, List.copyOf(more), now);
  }

  /** The same, with a payment settled, in another status. */
  public Reservation settled(
      Payment payment, Payment.State end, long byNumber, ReservationStatus next, Instant now) {
    List<Payment> settled =
        payments.stream()
            .map(each -> each.id().equals(payment.id()) ? each.settledAs(end, byNumber) : each)
            .toList();
    return changed(next, amount, seats, settled, now);
  }

  /** The same, with its status and instant of change: what was paid too late goes back. */
  public Reservation returned(Payment payment, long byNumber) {
    return settled(payment, Payment.State.RETURNED, byNumber, status, changedAt);
  }

  /** The payment of that PAY; null if it was not tried with it. */
  public @Nullable Payment findPayment(UUID id) {
    for (Payment payment : payments) {
      if (payment.id().equals(id)) {
        return payment;
      }
    }
    return null;
  }

  /** The payment that paid for it; null if none did. */
  public @Nullable Payment findCapture() {
    for (Payment payment : payments) {
      if (payment.state() == Payment.State.CAPTURED) {
        return payment;
      }
    }
    return null;
  }

  private Reservation changed(
      ReservationStatus next,
      long newAmount,
      int[] newSeats,
      List<Payment> newPayments,
      Instant now) {
    return new Reservation(
        session,
        id,
        customer,
        next,
        digest,
        number,
        newAmount,
        newSeats,
        holdExpiresAt,
        decidedAt,
        now,
        newPayments);
  }
}
