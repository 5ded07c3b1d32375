package dev.sluice.drain;

import dev.sluice.shard.Shards;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a shard is, for people.
 *
 * @param drainedHere whether this process has its lease
 * @param lastDecided the instant of its last slice, on any node
 * @param waitingSince when its oldest request was accepted; null if none waits
 * @param retryingSince since when this process tries it in vain; null if it does not
 * @param reason why it is tried in vain, or paused; null if neither
 * @param paused whether it does not go on until a person has looked
 * @param stalledFor how long requests have waited while none was decided, or tries were in vain
 */
public record ShardReport(
    boolean drainedHere,
    Instant lastDecided,
    @Nullable Instant waitingSince,
    @Nullable Instant retryingSince,
    @Nullable String reason,
    boolean paused,
    Duration stalledFor) {

  /** Longer than any failure that mends itself: a lease that ends, a server that is restarted. */
  public static final Duration STALL_MAX = Duration.ofSeconds(30);

  ShardReport(
      boolean drainedHere,
      Shards.Progress progress,
      @Nullable Instant waitingSince,
      ShardConditions.@Nullable Trouble trouble) {
    this(
        drainedHere,
        progress.decidedAt(),
        waitingSince,
        trouble == null ? null : trouble.since(),
        progress.pausedBecause() != null
            ? progress.pausedBecause()
            : trouble == null ? null : trouble.reason(),
        progress.pausedBecause() != null,
        longer(stalled(progress, waitingSince), retried(trouble)));
  }

  /** Whether it goes on, or has nothing to do. */
  public boolean isWell() {
    return !paused && stalledFor.compareTo(STALL_MAX) <= 0;
  }

  private static Duration stalled(Shards.Progress progress, @Nullable Instant waitingSince) {
    if (waitingSince == null) {
      return Duration.ZERO;
    }
    Instant since =
        waitingSince.isAfter(progress.decidedAt()) ? waitingSince : progress.decidedAt();
    return since.isBefore(progress.clock())
        ? Duration.between(since, progress.clock())
        : Duration.ZERO;
  }

  private static Duration retried(ShardConditions.@Nullable Trouble trouble) {
    return trouble == null ? Duration.ZERO : Duration.between(trouble.since(), Instant.now());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
