package dev.sluice.intake.submission;

import java.time.Duration;

/** What a caller may send now: filled steadily up to a brim, emptied by what it sends. */
final class TokenBucket {

  private final double perNano;
  private final double brim;
  private double tokens;
  private long filledAt;

  TokenBucket(double perSecond, double brim, long now) {
    this.perNano = perSecond / 1e9;
    this.brim = brim;
    this.tokens = brim;
    this.filledAt = now;
  }

  /**
   * Takes tokens, all or none.
   *
   * @param now nanoseconds, from any origin
   * @return zero if they were taken, else how long until they could be
   */
  synchronized Duration take(long count, long now) {
    tokens = Math.min(brim, tokens + (now - filledAt) * perNano);
    filledAt = now;
    if (count <= tokens) {
      tokens -= count;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((Math.min((double) count, brim) - tokens) / perNano));
  }
}
