package dev.sluice.contract.stream;

import java.time.Duration;
import java.time.Instant;

/**
 * As long as customers' recent requests are kept, at least: a list is of one period and stays until
 * the next one's end, so that no request has to prolong it.
 *
 * @param number periods since 1970
 * @param length how long each is
 */
public record RecentPeriod(long number, Duration length) {

  /** The period of an instant. */
  public static RecentPeriod at(Instant now, Duration length) {
    return new RecentPeriod(now.toEpochMilli() / length.toMillis(), length);
  }

  /** The one before. */
  public RecentPeriod previous() {
    return new RecentPeriod(number - 1, length);
  }

  /** How long a list that is begun now is kept. */
  Duration leftAt(Instant now) {
    return length.multipliedBy(number + 2).minusMillis(now.toEpochMilli());
  }
}
