package dev.sluice.allocation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time of a slice. Whether something is in time is asked of the instant at which its entry was
 * accepted; what begins is counted from the instant at which it is decided. So an outcome does not
 * depend on how late the drain is.
 *
 * @param decided instant of all its decisions, in whole milliseconds
 * @param clocksApart whether the clock that entries are accepted by and the one that slices are
 *     decided by differ by so much that the decided instant stands for the accepted ones
 */
public record SliceTime(Instant decided, boolean clocksApart) {

  /**
   * Checks the instant.
   *
   * @throws IllegalArgumentException if it has parts of a millisecond, which no journal keeps
   */
  public SliceTime {
    if (!decided.equals(decided.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "A slice is decided at whole milliseconds, not " + decided);
    }
  }

  /** While the clocks agree. */
  public static SliceTime at(Instant decided) {
    return new SliceTime(decided, false);
  }

  /** When the entry was accepted: never after the decision. */
  public Instant accepted(Incoming.Readable entry) {
    if (clocksApart) {
      return decided;
    }
    Instant first = entry.firstAccepted();
    Instant accepted = first == null ? Instant.ofEpochMilli(entry.entry().milliseconds()) : first;
    return accepted.isAfter(decided) ? decided : accepted;
  }
}
