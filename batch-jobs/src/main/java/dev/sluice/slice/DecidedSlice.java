package dev.sluice.slice;

import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceRow;
import dev.sluice.shard.ShardState;
import dev.sluice.table.Grants;
import java.time.Duration;
import java.util.List;

/**
 * A slice that is decided in memory and written to text: what is left of it is I/O.
 *
 * @param entries what was decided
 * @param head where it stands and what it was decided by
 * @param before where the shard must be when it is written
 * @param after where the shard is once it is committed
 * @param decision what the rules made of the entries
 * @param encoded its journal row's text
 * @param changes the statements of its net changes
 * @param took how long all this took
 */
public record DecidedSlice(
    List<Incoming> entries,
    SliceHead head,
    ShardState before,
    ShardState after,
    Decision decision,
    Journal.Encoded encoded,
    List<Grants.Change> changes,
    Duration took) {

  /** Number of its first element. */
  public long firstNumber() {
    return before.lastNumber() + 1;
  }

  /** Its journal row. */
  public SliceRow row(SliceRow.Timings timings) {
    return new SliceRow(
        head,
        entries.getFirst().entry(),
        before.fence(),
        decision,
        timings,
        encoded.hash(),
        encoded.entries());
  }
}
