package dev.sluice.drain;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.Snapshot;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.Request;
import dev.sluice.contract.SliceMessage;
import dev.sluice.contract.StreamEntry;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Load, decide, apply: one slice in one transaction. It holds what the lease knows of the shard:
 * the snapshot and the position. After any failure both may be wrong, so the whole object is thrown
 * away. For one thread.
 */
final class SliceTransaction {

  /** Not the common pool: on two cores that has one thread, which anybody may keep waiting. */
  private static final Executor BESIDE =
      task -> Thread.ofPlatform().name("slice-writer").daemon().start(task);

  private final DrainConnection connection;
  private final Rules rules;
  private final long placesInMemory;
  private final Shards shards;
  private final Catalogue catalogue;
  private final Journal journal;
  private final Grants grants;
  private final Snapshot snapshot = new Snapshot();
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
    this.rules = rules;
    this.placesInMemory = settings.placesInMemory();
    this.shards = new Shards(connection.jdbc());
    this.catalogue = new Catalogue(shard, connection.jdbc());
    this.journal = new Journal(connection.jdbc());
    this.grants = new Grants(connection.jdbc(), catalogue::currency);
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

  /**
   * Decides a slice and commits it.
   *
   * @throws LeaseLostException if another holder has raised the fence
   * @throws StaleStateException if the row is not where the last slice left it
   * @throws UndecidableSliceException if the rules or the codec fail on the slice
   * @throws ContradictoryReservationsException if a session's rows contradict each other
   * @throws RuntimeException if a statement or the commit failed; the commit may have happened
   */
  CommittedSlice decide(List<Incoming> entries) {
    Result result = Objects.requireNonNull(connection.inTransaction(() -> write(entries)));
    state = result.state;
    if (snapshot.forgetIdle(placesInMemory)) {
      catalogue.retain(snapshot);
    }
    return result.slice;
  }

  private Result write(List<Incoming> sent) {
    long started = System.nanoTime();
    Shards.Locked locked = shards.lock(state.shard());
    requireUnchanged(locked.state());
    List<Incoming> entries = loadSessions(sent);
    Instant now = locked.now();
    long firstNumber = state.lastNumber() + 1;
    EntryId lastEntry = entries.getLast().entry();

    long loaded = System.nanoTime();
    Decision decision = decidable(entries, () -> rules.decide(snapshot, entries, now, firstNumber));

    long decided = System.nanoTime();
    // While the database writes the grants, which takes longer, another thread writes the text.
    ShardState before = state;
    CompletableFuture<Journal.Encoded> encoding =
        CompletableFuture.supplyAsync(
            () ->
                Journal.Encoded.of(
                    decision, before.shard(), firstNumber, lastEntry, now, before.lastHash()),
            BESIDE);
    grants.apply(state.shard(), decision, firstNumber, now);
    Journal.Encoded encoded = decidable(entries, () -> joined(encoding));
    ShardState next =
        new ShardState(
            state.shard(),
            state.fence(),
            lastEntry,
            firstNumber + decision.elements().size() - 1,
            now,
            encoded.hash());
    shards.advance(next);
    var timings =
        new SliceRow.Timings(
            Duration.ofNanos(loaded - started),
            Duration.ofNanos(decided - loaded),
            Duration.ofNanos(System.nanoTime() - decided));
    SliceMessage slice =
        journal.insert(
            new SliceRow(
                state.shard(),
                firstNumber,
                entries.getFirst().entry(),
                lastEntry,
                now,
                state.fence(),
                Allocation.POLICY_VERSION,
                decision,
                timings,
                encoded.hash(),
                encoded.entries()));
    return new Result(
        new CommittedSlice(slice, encoded.written(), decision.counts(), timings), next);
  }

  /** What the other thread made, or what it threw: an error is the process's, not the slice's. */
  private static <T> T joined(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private void requireUnchanged(ShardState found) {
    if (found.fence() != state.fence()) {
      throw new LeaseLostException(state.shard(), state.fence(), found.fence());
    }
    if (!found.isSamePositionAs(state)) {
      throw new StaleStateException(state, found);
    }
  }

  /** Rules and codec have no I/O: if they fail on a slice, they always will. */
  private <T> T decidable(List<Incoming> entries, Supplier<T> phase) {
    try {
      return phase.get();
    } catch (RuntimeException e) {
      throw new UndecidableSliceException(state.shard(), entries.getFirst().entry(), e);
    }
  }

  /**
   * Loads the sessions that the snapshot lacks.
   *
   * @return the entries, where requests for a session that cannot be sold are unreadable
   */
  private List<Incoming> loadSessions(List<Incoming> entries) {
    Set<UUID> missing = new LinkedHashSet<>();
    for (Incoming entry : entries) {
      if (entry instanceof Incoming.Readable readable
          && !snapshot.knows(readable.request().session())) {
        missing.add(readable.request().session());
      }
    }
    if (missing.isEmpty()) {
      return entries;
    }
    Map<UUID, String> unsaleable = catalogue.load(missing, snapshot);
    return unsaleable.isEmpty()
        ? entries
        : entries.stream().map(entry -> withoutUnsaleable(entry, unsaleable)).toList();
  }

  private static Incoming withoutUnsaleable(Incoming entry, Map<UUID, String> unsaleable) {
    if (entry instanceof Incoming.Readable(EntryId id, Request request)) {
      String why = unsaleable.get(request.session());
      return why == null ? entry : new Incoming.Unreadable(StreamEntry.of(id, request), why);
    }
    return entry;
  }

  private record Result(CommittedSlice slice, ShardState state) {}
}
