package dev.sluice.contract.outcome;

/**
 * Why a request was rejected. The order of the constants is the precedence: of several reasons a
 * request is given the first. Codes are stored and never renumbered.
 */
public enum Reason {
  /** A code that this version does not know: written by a newer one. */
  UNKNOWN(0, false),
  /** The id was used before, in this session, for another payload. */
  REQUEST_ID_REUSED(20, false),
  /** There is no such session, or it belongs to another shard. */
  UNKNOWN_SESSION(1, false),
  /** The sale has not begun. */
  SALES_NOT_OPEN(2, true),
  /** The sale is over. */
  SALES_CLOSED(3, false),
  /** The hall has no such seat, or its section is not on sale in this session. */
  UNKNOWN_SEAT(4, false),
  /** The session has no such grade. */
  UNKNOWN_GRADE(5, false),
  /** The request names a seat more than once. */
  SEAT_NAMED_TWICE(6, false),
  /** The customer would have more live seats in this session than its policy allows. */
  CUSTOMER_LIMIT_EXCEEDED(7, false),
  /** Named seats belong to others; the outcome names them. */
  SEAT_TAKEN(8, true),
  /** It would wait, but the customer has as many requests waiting in this session as may be. */
  TOO_MANY_WAITS(25, true),
  /** It would wait, but as many wait for this session as may. */
  WAITLIST_FULL(26, true),
  /** No seat of the wanted grades is free, and none is merely held. */
  SOLD_OUT(9, false),
  /** No seat of the wanted grades is free, but some are held and may come back. */
  HELD_FOR_NOW(21, true),
  /** Some seats are free, but fewer than the minimum; the outcome says how many. */
  FEWER_LEFT(10, true),
  /** The wanted grades have no row with so many beside each other, and never will. */
  NEVER_ADJACENT(22, false),
  /** Enough seats are free, but not beside each other. */
  NOT_ADJACENT(11, true),
  /** The customer has no such reservation in this session, or not these seats of it. */
  RESERVATION_NOT_FOUND(12, false),
  /** The reservation waits for seats and has none yet. */
  STILL_WAITING(27, true),
  /** The reservation waits no longer, and got no seats. */
  ALREADY_LEFT(28, false),
  /** The reservation does not wait: it got seats, at once or later. */
  ALREADY_SERVED(29, false),
  /** The hold ended before the request was decided. */
  HOLD_EXPIRED(13, false),
  /** A payment of the reservation is under way; what comes of it is not known yet. */
  PAYMENT_PENDING(23, true),
  /** The reservation is paid already. */
  ALREADY_PAID(14, false),
  /** The reservation was given back already. */
  ALREADY_CANCELLED(15, false),
  /** The amount paid is not the amount due. */
  AMOUNT_MISMATCH(16, false),
  /** The reservation was tried with as many payments as may be. */
  TOO_MANY_PAYMENTS(24, false),
  /** The payment provider declined. */
  PAYMENT_DECLINED(17, true),
  /** All coupons of the kind are claimed. */
  COUPON_EXHAUSTED(18, false),
  /** The customer has claimed this coupon before. */
  COUPON_ALREADY_CLAIMED(19, false);

  private final int code;
  private final boolean retryable;

  Reason(int code, boolean retryable) {
    this.code = code;
    this.retryable = retryable;
  }

  /** The number that is stored for it. */
  public int code() {
    return code;
  }

  /** Whether the same wish, sent again under a new id, may be granted later. */
  public boolean retryable() {
    return retryable;
  }

  /** The reason of that name, or {@link #UNKNOWN}. */
  public static Reason ofName(String name) {
    for (Reason reason : values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return UNKNOWN;
  }

  /** The reason of that code, or {@link #UNKNOWN}. */
  public static Reason ofCode(int code) {
    for (Reason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return UNKNOWN;
  }
}
