package dev.sluice.shard;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The database's clock between two readings: the last one, and what has passed here since it was
 * asked for. So it is never behind, and ahead by no more than the answer took: what is decided by
 * it is committed later than that.
 *
 * @param read what the database said
 * @param asked {@link System#nanoTime()} before it was asked
 * @param took how long the answer took
 */
public record DatabaseClock(Instant read, long asked, Duration took) {

  /** Longest answer that says what time it is; one that waited for a lock says what it was. */
  private static final Duration TOOK_MAX = Duration.ofMillis(20);

  /** A reading that was answered just now. */
  public static DatabaseClock answered(Instant read, long asked) {
    return new DatabaseClock(read, asked, Duration.ofNanos(System.nanoTime() - asked));
  }

  /** Whether the answer came quickly enough to go by it. */
  public boolean isPrecise() {
    return took.compareTo(TOOK_MAX) <= 0;
  }

  /** What it shows now, in milliseconds as the columns have it, but never before an instant. */
  public Instant nowNotBefore(Instant earliest) {
    return at(System.nanoTime(), earliest);
  }

  /** What it shows at a {@link System#nanoTime()}, in the same way. */
  Instant at(long nanos, Instant earliest) {
    Instant now = read.plusNanos(nanos - asked).truncatedTo(ChronoUnit.MILLIS);
    return now.isBefore(earliest) ? earliest : now;
  }
}
