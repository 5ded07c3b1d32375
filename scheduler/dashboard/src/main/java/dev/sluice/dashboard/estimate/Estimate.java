package dev.sluice.dashboard.estimate;

import dev.sluice.dashboard.history.StepLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far something is that runs, judged by its former runs.
 *
 * @param share what is done, from 0 to 1
 * @param end when it should end; null where it has already done what it usually does
 * @param runs how many former runs say so
 */
public record Estimate(double share, @Nullable Instant end, int runs) {

  /** By time. Empty where it has not started, or there is no former run. */
  public static Optional<Estimate> byTime(
      @Nullable Instant started, List<Duration> former, Instant now) {
    return started == null
        ? Optional.empty()
        : Usual.of(former)
            .map(
                usual -> of(millis(started, now), usual.median().toMillis(), 1, usual.runs(), now));
  }

  /**
   * By items read, at the pace that it has had so far. Empty where it does not run, has read
   * nothing, or no former run has.
   *
   * @param former runs of the step that completed
   */
  public static Optional<Estimate> byItems(StepLine step, List<StepLine> former, Instant now) {
    Double pace = step.itemsPerSecond(now);
    List<Long> reads =
        former.stream()
            .map(run -> run.counters().read())
            .filter(read -> read > 0)
            .sorted()
            .toList();
    if (!step.status().isRunning() || pace == null || reads.isEmpty()) {
      return Optional.empty();
    }
    long usual = reads.get((reads.size() - 1) / 2);
    return Optional.of(of(step.counters().read(), usual, pace / 1_000, reads.size(), now));
  }

  private static Estimate of(long done, long usual, double donePerMilli, int runs, Instant now) {
    return done >= usual
        ? new Estimate(1, null, runs)
        : new Estimate(
            (double) done / usual, now.plusMillis((long) ((usual - done) / donePerMilli)), runs);
  }

  private static long millis(Instant started, Instant now) {
    return Math.max(0, Duration.between(started, now).toMillis());
  }
}
