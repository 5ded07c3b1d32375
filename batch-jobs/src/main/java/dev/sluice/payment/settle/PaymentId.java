package dev.sluice.payment.settle;

import java.util.UUID;

/**
 * Names a payment. Ids of requests are scoped to a session, and two reservations may be given one.
 *
 * @param session of the reservation
 * @param reservation what is paid
 * @param pay request id of its PAY
 */
record PaymentId(UUID session, UUID reservation, UUID pay) {

  /** The idempotency key of an attempt: what makes it is nothing that a client alone may choose. */
  String attemptKey(int attempt) {
    return "pay-%s-%s-%s-%d".formatted(session, reservation, pay, attempt);
  }
}
