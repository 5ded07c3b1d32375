package dev.sluice.slice;

import dev.sluice.allocation.Incoming;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceRow;
import dev.sluice.shard.DatabaseClock;
import dev.sluice.shard.LeaseConnection;
import dev.sluice.shard.LeaseLostException;
import dev.sluice.shard.ShardState;
import dev.sluice.shard.Shards;
import dev.sluice.shard.StaleStateException;
import dev.sluice.shard.UnreadableShardException;
import dev.sluice.table.ContradictoryReservationsException;
import dev.sluice.table.Grants;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Load, decide, apply: one slice in one transaction. It holds what the lease knows of the shard's
 * position. After any failure that may be wrong, so the whole object is thrown away. For one
 * thread.
 */
public final class SliceTransaction {

  private final LeaseConnection connection;
  private final Shards shards;
  private final Journal journal;
  private final Grants grants;
  private final SliceDecider decider;
  private ShardState state;

  /**
   * Goes on where the shard is.
   *
   * @param state as read under the lease's fence
   * @param decider decides under the lock; one that decides ahead may use it, too, in between
   */
  public SliceTransaction(ShardState state, LeaseConnection connection, SliceDecider decider) {
    this.connection = connection;
    this.shards = new Shards(connection.jdbc());
    this.journal = new Journal(connection.jdbc());
    this.grants = new Grants(connection.jdbc());
    this.decider = decider;
    this.state = state;
  }

  /**
   * Commits a slice; loads and decides it before, unless that was done ahead. Of a slice that is
   * not decided yet it may commit the first entries only: those whose sessions fit into memory.
   *
   * @param next hears of the slice within the transaction, when only statements are left; not of
   *     one that was cut, since what follows is the rest
   * @throws LeaseLostException if another holder has raised the fence
   * @throws StaleStateException if the row is not where the last slice left it
   * @throws UnreadableShardException if there is no row, or it makes no sense
   * @throws UndecidableSliceException if the rules or the codec fail on the slice
   * @throws ContradictoryReservationsException if a session's rows contradict each other
   * @throws RuntimeException if a statement or the commit failed; the commit may have happened
   */
  public CommittedSlice commit(NextSlice slice, Successor next) {
    long started = System.nanoTime();
    List<Incoming> entries = slice.decided() == null ? prepare(slice.entries()) : slice.entries();
    boolean cut = entries.size() < slice.entries().size();
    var prepared = new NextSlice(entries, slice.decided());
    Duration load = since(started);
    Result result =
        Objects.requireNonNull(
            connection.inTransaction(() -> write(prepared, load, cut ? Successor.NONE : next)));
    state = result.after;
    return result.slice;
  }

  /**
   * Reads what the slice needs before its transaction, so that the shard's row is not locked for
   * it, in one snapshot of the database. All that was decided here is committed by now.
   */
  private List<Incoming> prepare(List<Incoming> entries) {
    decider.committed(state.lastNumber());
    return decider.isReadyFor(entries)
        ? entries
        : Objects.requireNonNull(connection.inSnapshot(() -> load(entries)));
  }

  private List<Incoming> load(List<Incoming> entries) {
    // The first read fixes the snapshot for all that follow: a server that does not have the last
    // slice yet would give seats that are taken.
    ShardState found = shards.get(state.shard());
    if (found.lastNumber() < state.lastNumber()) {
      throw new StaleStateException(state, found);
    }
    return decider.load(entries, state.lastNumber());
  }

  private Result write(NextSlice read, Duration prepared, Successor next) {
    long started = System.nanoTime();
    DecidedSlice ahead = read.decided();
    Shards.Locked locked = shards.lock(state.shard());
    // The clock itself: the last slice's instant counts too, but time does not run on from it.
    var clock = DatabaseClock.answered(locked.clock(), started);
    requireUnchanged(locked.state(), ahead == null ? state : ahead.before());
    Duration load = prepared.plus(since(started));
    DecidedSlice slice =
        ahead == null ? decider.decide(read.entries(), state, locked.now()) : ahead;
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
  public interface Successor {

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
