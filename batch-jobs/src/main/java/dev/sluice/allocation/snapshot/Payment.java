package dev.sluice.allocation.snapshot;

import dev.sluice.contract.request.Digest;
import java.util.UUID;

/**
 * A payment that a reservation was tried with.
 *
 * @param id request id of its PAY
 * @param digest of that request
 * @param number of the outcome that let it begin
 * @param amount minor units
 * @param key the provider's, as the client gave it
 * @param state what became of it
 * @param settledNumber of the outcome that settled it last; 0 while it is open
 */
public record Payment(
    UUID id, Digest digest, long number, long amount, String key, State state, long settledNumber) {

  /** Without the key: who knows it knows too much. */
  @Override
  public String toString() {
    return "Payment[%s, number=%d, amount=%d, %s by %d]"
        .formatted(id, number, amount, state, settledNumber);
  }

  /** What became of a payment. Codes are stored and never renumbered. */
  public enum State {
    /** The provider is asked. */
    OPEN(1),
    /** It said no. */
    DECLINED(2),
    /** It has the money, for seats. */
    CAPTURED(3),
    /** It has the money for nothing: that is owed. */
    RETURNED(4);

    private final int code;

    State(int code) {
      this.code = code;
    }

    /** The number that is stored for it. */
    public int code() {
      return code;
    }

    /**
     * The state of that code.
     *
     * @throws IllegalArgumentException if there is none: what became of money is never guessed
     */
    public static State ofCode(int code) {
      for (State state : values()) {
        if (state.code == code) {
          return state;
        }
      }
      throw new IllegalArgumentException("No state of a payment: " + code);
    }
  }

  /** The same, settled. */
  Payment settledAs(State end, long byNumber) {
    return new Payment(id, digest, number, amount, key, end, byNumber);
  }
}
