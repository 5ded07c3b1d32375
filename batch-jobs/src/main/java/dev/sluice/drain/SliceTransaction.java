package dev.sluice.drain;

import dev.sluice.allocation.Incoming;
import dev.sluice.contract.SliceMessage;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

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
   * @param next hears of the slice within the transaction, when only statements are left
   * @throws LeaseLostException if another holder has raised the fence
   * @throws StaleStateException if the row is not where the last slice left it
   * @throws UndecidableSliceException if the rules or the codec fail on the slice
   * @throws ContradictoryReservationsException if a session's rows contradict each other
   * @throws RuntimeException if a statement or the commit failed; the commit may have happened
   */
  CommittedSlice commit(NextSlice slice, Successor next) {
    Result result = Objects.requireNonNull(connection.inTransaction(() -> write(slice, next)));
    state = result.after;
    return result.slice;
  }

  private Result write(NextSlice read, Successor next) {
    long started = System.nanoTime();
    DecidedSlice ahead = read.decided();
    Shards.Locked locked = shards.lock(state.shard());
    // The clock itself: the last slice's instant counts too, but time does not run on from it.
    var clock = DatabaseClock.answered(locked.clock(), started);
    requireUnchanged(locked.state(), ahead == null ? state : ahead.before());
    List<Incoming> entries = ahead == null ? decider.load(read.entries()) : ahead.entries();
    Duration load = since(started);
    DecidedSlice slice = ahead == null ? decider.decide(entries, state, locked.now()) : ahead;
    next.begin(slice, clock);

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

  /** What may be begun as soon as a slice is decided, before it is written. */
  @FunctionalInterface
  interface Successor {

    /** Nothing. */
    Successor NONE = (_, _) -> {};

    /**
     * Begins with the slice behind this one.
     *
     * @param clock as read under this slice's lock
     */
    void begin(DecidedSlice slice, DatabaseClock clock);
  }

  private record Result(CommittedSlice slice, ShardState after) {}
}
