package dev.sluice.drain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The database's clock between two readings: the last one and what has passed here since. Two
 * computers' clocks part by less than a millisecond in the second that this is good for.
 */
record DatabaseClock(Instant read, long nanos) {

  /** A reading that was made just now. */
  static DatabaseClock readNow(Instant instant) {
    return new DatabaseClock(instant, System.nanoTime());
  }

  /** What it shows now, in milliseconds as the columns have it, but never before an instant. */
  Instant nowNotBefore(Instant earliest) {
    Instant now =
        read.plus(Duration.ofNanos(System.nanoTime() - nanos)).truncatedTo(ChronoUnit.MILLIS);
    return now.isBefore(earliest) ? earliest : now;
  }
}
