package dev.sluice.contract.request;

/** What a request asks for. The names travel in stream entries and stay for ever. */
public enum RequestType {
  /** Seats, by name or the best available, held until paid. */
  RESERVE,
  /** Giving back a reservation, whole or in part. */
  CANCEL,
  /** Waiting no longer for seats. */
  LEAVE_WAITLIST,
  /** Paying for a hold. */
  PAY,
  /** What became of a payment. From the system alone: {@link SystemRequests}. */
  SETTLE,
  /** A pulse: time for one session. From the system alone: {@link SystemRequests}. */
  EXPIRE
}
