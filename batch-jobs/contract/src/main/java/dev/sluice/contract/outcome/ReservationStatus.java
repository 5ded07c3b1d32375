package dev.sluice.contract.outcome;

/** Where a reservation is in its life. Codes are stored and never renumbered. */
public enum ReservationStatus {
  /** A code that this version does not know: written by a newer one. */
  UNKNOWN(0, false),
  /** Waiting for payment. */
  HELD(1, true),
  /** Paid. */
  CONFIRMED(2, true),
  /** Given back by the customer. */
  CANCELLED(3, false),
  /** Not paid in time. */
  EXPIRED(4, false),
  /** The payment provider is asked: it cannot end before the answer. */
  PAYING(5, true),
  /** Waiting for seats, and without any. */
  WAITING(6, true),
  /** It waited and got none: its wait is over, or was given up. */
  LEFT(7, false);

  private final int code;
  private final boolean live;

  ReservationStatus(int code, boolean live) {
    this.code = code;
    this.live = live;
  }

  /** The number that is stored for it. */
  public int code() {
    return code;
  }

  /** Whether it has not ended, so that the seats which it has are taken. */
  public boolean isLive() {
    return live;
  }

  /** Whether its seats may come back without its owner's wish: it is not paid yet. */
  public boolean isUnpaid() {
    return this == HELD || this == PAYING;
  }

  /** Whether a reservation may begin so. */
  public boolean canBegin() {
    return this == HELD || this == WAITING;
  }

  /** Whether one may become the other: the one table of a reservation's life. */
  public boolean canBecome(ReservationStatus next) {
    return switch (this) {
      case WAITING -> next == HELD || next == LEFT;
      case HELD -> next == PAYING || next == CONFIRMED || next == CANCELLED || next == EXPIRED;
      case PAYING -> next == CONFIRMED || next == HELD;
      case CONFIRMED -> next == CANCELLED;
      case UNKNOWN, CANCELLED, EXPIRED, LEFT -> false;
    };
  }

  /** The status of that code, or {@link #UNKNOWN}. */
  public static ReservationStatus ofCode(int code) {
    for (ReservationStatus status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    return UNKNOWN;
  }
}
