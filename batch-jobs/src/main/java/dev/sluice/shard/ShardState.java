package dev.sluice.shard;

import dev.sluice.contract.stream.EntryId;
import java.time.Instant;
import java.util.Arrays;

/**
 * Where a shard is: what its row says, and what the drain believes until the row says otherwise.
 *
 * @param shard the shard
 * @param fence of the lease that wrote last
 * @param watermark last decided entry
 * @param lastNumber number of the last outcome or transition
 * @param lastDecidedAt instant of the last slice
 * @param lastHash hash of the last slice
 */
public record ShardState(
    int shard,
    long fence,
    EntryId watermark,
    long lastNumber,
    Instant lastDecidedAt,
    byte[] lastHash) {

  /** Whether nothing was decided between the two. */
  public boolean isSamePositionAs(ShardState other) {
    return watermark.equals(other.watermark)
        && lastNumber == other.lastNumber
        && Arrays.equals(lastHash, other.lastHash);
  }
}
