package dev.sluice.intake.append;

import java.time.Duration;

/**
 * How long ids are remembered, so that what is remembered stays within its bytes however fast new
 * ones come: as long as the bytes that are left last at the pace of the last minute. For one thread
 * at a time, but for {@link #current()}.
 */
final class Retention {

  /** Share of a new measurement in the pace: what came a minute ago counts little. */
  private static final double NEW = 0.1;

  private final long bytesMax;
  private final Duration shortest;
  private final Duration longest;
  private long created = -1;
  private long at;
  private double pace;
  private volatile Duration current;

  /** Remembers for the longest time until it is told otherwise. */
  Retention(long bytesMax, Duration shortest, Duration longest) {
    this.bytesMax = bytesMax;
    this.shortest = shortest;
    this.longest = longest;
    this.current = longest;
  }

  /** How long a new id is remembered. */
  Duration current() {
    return current;
  }

  /**
   * Takes a look at Redis in.
   *
   * @param keys that it has, nearly all of them remembered ids
   * @param bytes that they take
   * @param createdEver keys that were ever made, as far as it knows; only their growth matters
   * @param nanos when that was
   */
  void look(long keys, long bytes, long createdEver, long nanos) {
    if (created >= 0 && createdEver >= created && nanos > at) {
      double seconds = (nanos - at) / 1e9;
      double perKey = keys == 0 ? 0 : (double) bytes / keys;
      double now = (createdEver - created) * perKey / seconds;
      // A rush counts at once: what it writes in the meantime stays for as long as it was told.
      pace = now > pace ? now : pace + (now - pace) * Math.min(1, NEW * seconds);
    }
    created = createdEver;
    at = nanos;
    double left = Math.max(0, bytesMax - bytes);
    double seconds = pace <= 0 ? Double.MAX_VALUE : left / pace;
    Duration lasts = seconds >= longest.toSeconds() ? longest : Duration.ofSeconds((long) seconds);
    current = lasts.compareTo(shortest) < 0 ? shortest : lasts;
  }
}
