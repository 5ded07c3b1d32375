package dev.sluice.payment.sandbox;

import dev.sluice.payment.provider.PaymentKey;
import java.util.Locale;

/** What a payment key asks for by its beginning: the name here, in lower case, and {@code _}. */
enum Behaviour {

  /** Declined, for good. */
  DECLINE,

  /** A temporary error for the first attempt; the next one is captured. */
  BUSY,

  /** Done, but the call that did it gets no answer. */
  LOST,

  /** Captured after a while. */
  SLOW,

  /** Captured, but one smallest unit more than was asked. */
  MORE,

  /** Captured: every other key. */
  PLAIN;

  static Behaviour of(PaymentKey key) {
    for (Behaviour one : values()) {
      if (one != PLAIN && key.value().startsWith(one.name().toLowerCase(Locale.ROOT) + "_")) {
        return one;
      }
    }
    return PLAIN;
  }
}
