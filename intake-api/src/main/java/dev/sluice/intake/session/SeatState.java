package dev.sluice.intake.session;

/** State of a seat in a session. */
enum SeatState {
  /** To be had. */
  FREE,
  /** Waiting for payment. */
  HELD,
  /** Paid. */
  SOLD,
  /** Not on sale in this session. */
  BLOCKED
}
