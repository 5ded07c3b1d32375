package dev.sluice.dashboard.estimate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long something usually takes.
 *
 * @param runs of how many runs that is
 * @param p95 of twenty runs, one takes longer
 */
public record Usual(int runs, Duration median, Duration p95, Duration longest) {

  /** Of these durations in any order; empty of none. */
  public static Optional<Usual> of(List<Duration> durations) {
    if (durations.isEmpty()) {
      return Optional.empty();
    }
    List<Duration> sorted = durations.stream().sorted().toList();
    return Optional.of(
        new Usual(sorted.size(), rank(sorted, 0.5), rank(sorted, 0.95), sorted.getLast()));
  }

  /** The least value that this share of all does not exceed. */
  private static Duration rank(List<Duration> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
