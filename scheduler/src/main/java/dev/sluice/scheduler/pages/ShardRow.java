package dev.sluice.scheduler.pages;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a shard is.
 *
 * @param pausedBecause why it does not go on until somebody lets it; null where it does
 * @param backlog entries that are not decided; null where Redis does not tell
 * @param waitingSince when its oldest entry was accepted; null where none waits, or Redis does not
 *     tell
 * @param stalled whether its entries wait longer than any failure lasts that mends itself, the time
 *     of a pause not counted
 * @param retryingSince since when this node tries it in vain; null where it does not
 * @param retryingBecause why it does; null where it does not
 * @param drainedHere whether this node has its lease
 * @param draining executions of its drain that run, on any node
 * @param lastDecided the instant of its last slice; null where it has decided nothing yet
 * @param watermark the last decided entry
 * @param number of the last outcome or transition
 * @param published up to which number the broker has acknowledged
 * @param unpublishedSince when the oldest slice was decided that it has not; null where there is
 *     none
 */
public record ShardRow(
    int shard,
    @Nullable String pausedBecause,
    @Nullable Long backlog,
    @Nullable Instant waitingSince,
    boolean stalled,
    @Nullable Instant retryingSince,
    @Nullable String retryingBecause,
    boolean drainedHere,
    int draining,
    @Nullable Instant lastDecided,
    String watermark,
    long number,
    long published,
    @Nullable Instant unpublishedSince) {

  /** Its name in the audit. */
  static String target(int shard) {
    return "shard " + shard;
  }

  /** What one sees first; the texts have a word for each. */
  public String state() {
    if (pausedBecause != null) {
      return draining > 0 ? "pausing" : "paused";
    }
    if (retryingSince != null) {
      return "retrying";
    }
    if (stalled) {
      return "stalled";
    }
    return draining > 0 ? "draining" : "idle";
  }

  /** How many outcomes the broker has not acknowledged. */
  public long unpublished() {
    return number - published;
  }
}
