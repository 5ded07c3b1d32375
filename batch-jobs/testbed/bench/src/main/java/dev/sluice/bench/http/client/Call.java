package dev.sluice.bench.http.client;

/**
 * A call to be made.
 *
 * @param number which one it is, by the one that makes it up
 * @param kind what it does
 * @param due nanosecond at which it was meant to be sent: latency counts from here, so that a
 *     server that holds its clients up is not forgiven what they could not send
 * @param bytes head and body
 */
public record Call(long number, Kind kind, long due, byte[] bytes) {

  /** What a call does. */
  public enum Kind {
    /** Brings something. */
    SUBMIT,
    /** Asks what became of it, and waits for it. */
    ASK
  }
}
