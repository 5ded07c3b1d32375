package dev.sluice.drain;

import dev.sluice.allocation.Incoming;
import dev.sluice.contract.SliceMessage;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Load, decide, apply: one slice in one transaction. It holds what the lease knows of the shard's
 * position. After any failure that may be wrong, so the whole object is thrown away. For one
 * thread.
 */
final class SliceTransaction {

  private final DrainConnection connection;
  private final Shards shards;
  private final Journal journal;
  private final Grants grants;
  private final SliceDecider decider;
  private final Instant openedAt;
  private ShardState state;

  /**
   * Reads where the shard is.
   *
   * @throws LeaseLostException if the fence is not the lease's
   */
  SliceTransaction(
      int shard, long fence, DrainConnection connection, Rules rules, DrainSettings settings) {
    this.connection = connection;
    this.shards = new Shards(connection.jdbc());
    this.journal = new Journal(connection.jdbc());
    this.grants = new Grants(connection.jdbc());
    this.decider =
        new SliceDecider(new Catalogue(shard, connection.jdbc()), rules, settings.placesInMemory());
    Shards.Locked locked =
        Objects.requireNonNull(connection.inTransaction(() -> shards.lock(shard)));
    if (locked.state().fence() != fence) {
      throw new LeaseLostException(shard, fence, locked.state().fence());
    }
    this.state = locked.state();
    this.openedAt = locked.now();
  }

  /** The database's clock when the shard's place was read. */
  Instant openedAt() {
    return openedAt;
  }

  /** Where the shard is after the last slice. */
  ShardState state() {
    return state;
  }

  /** What decides here, for who decides ahead: never while this does. */
  SliceDecider decider() {
    return decider;
  }

  /**
   * Commits a slice; loads and decides it before, unless that was done ahead.
   *
   * @param decided called within the transaction when only statements are left, with the database's
   *     clock
   * @throws LeaseLostException if another holder has raised the fence
   * @throws StaleStateException if the row is not where the last slice left it
   * @throws UndecidableSliceException if the rules or the codec fail on the slice
   * @throws ContradictoryReservationsException if a session's rows contradict each other
   * @throws RuntimeException if a statement or the commit failed; the commit may have happened
   */
  CommittedSlice commit(NextSlice next, BiConsumer<DecidedSlice, DatabaseClock> decided) {
    Result result = Objects.requireNonNull(connection.inTransaction(() -> write(next, decided)));
    state = result.after;
    return result.slice;
  }

  private Result write(NextSlice next, BiConsumer<DecidedSlice, DatabaseClock> decided) {
    long started = System.nanoTime();
    DecidedSlice ahead = next.decided();
    Shards.Locked locked = shards.lock(state.shard());
    var clock = DatabaseClock.readNow(locked.now());
    requireUnchanged(locked.state(), ahead == null ? state : ahead.before());
    List<Incoming> entries = ahead == null ? decider.load(next.entries()) : ahead.entries();
    Duration load = since(started);
    DecidedSlice slice = ahead == null ? decider.decide(entries, state, locked.now()) : ahead;
    decided.accept(slice, clock);

    long applied = System.nanoTime();
    grants.apply(slice.changes());
    shards.advance(slice.after());
    var timings = new SliceRow.Timings(load, slice.took(), since(applied));
    SliceMessage message = journal.insert(slice.row(timings));
    return new Result(
        new CommittedSlice(message, slice.encoded().written(), slice.decision().counts(), timings),
        slice.after());
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static void requireUnchanged(ShardState found, ShardState expected) {
    if (found.fence() != expected.fence()) {
      throw new LeaseLostException(expected.shard(), expected.fence(), found.fence());
    }
    if (!found.isSamePositionAs(expected)) {
      throw new StaleStateException(expected, found);
    }
  }

  private record Result(CommittedSlice slice, ShardState after) {}
}
