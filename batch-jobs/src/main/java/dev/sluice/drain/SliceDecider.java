package dev.sluice.drain;

import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.Snapshot;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.Request;
import dev.sluice.contract.StreamEntry;
import dev.sluice.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Decides slices in memory, one after another, each on what the last one left: whether that one is
 * committed yet does not matter, for if it never is, all of this is thrown away. For one thread at
 * a time.
 */
final class SliceDecider {

  private final Snapshot snapshot = new Snapshot();
  private final Catalogue catalogue;
  private final Rules rules;
  private final long placesInMemory;

  SliceDecider(Catalogue catalogue, Rules rules, long placesInMemory) {
    this.catalogue = catalogue;
    this.rules = rules;
    this.placesInMemory = placesInMemory;
  }

  /** Whether the entries can be decided without {@link #load}. */
  boolean knowsSessionsOf(List<Incoming> entries) {
    return listMissing(entries).isEmpty();
  }

  /**
   * Loads the sessions that the snapshot lacks, on the catalogue's connection.
   *
   * @return the entries, where requests for a session that cannot be sold are unreadable
   */
  List<Incoming> load(List<Incoming> entries) {
    Set<UUID> missing = listMissing(entries);
    if (missing.isEmpty()) {
      return entries;
    }
    Map<UUID, String> unsaleable = catalogue.load(missing, snapshot);
    return unsaleable.isEmpty()
        ? entries
        : entries.stream().map(entry -> withoutUnsaleable(entry, unsaleable)).toList();
  }

  /**
   * Decides entries whose sessions are loaded.
   *
   * @param before where the shard is when the slice is written
   * @param now the instant of the decisions
   * @throws UndecidableSliceException if the rules or the codec fail: they have no I/O, so they
   *     always will
   */
  DecidedSlice decide(List<Incoming> entries, ShardState before, Instant now) {
    long started = System.nanoTime();
    int shard = before.shard();
    long firstNumber = before.lastNumber() + 1;
    EntryId lastEntry = entries.getLast().entry();
    Decision decision;
    Journal.Encoded encoded;
    try {
      decision = rules.decide(snapshot, entries, now, firstNumber);
      encoded = Journal.Encoded.of(decision, shard, firstNumber, lastEntry, now, before.lastHash());
    } catch (RuntimeException e) {
      throw new UndecidableSliceException(shard, entries.getFirst().entry(), e);
    }
    List<Grants.Change> changes =
        Grants.changes(shard, decision, firstNumber, now, catalogue::currency);
    if (snapshot.forgetIdle(placesInMemory)) {
      catalogue.retain(snapshot);
    }
    long lastNumber = before.lastNumber() + decision.elements().size();
    var after = new ShardState(shard, before.fence(), lastEntry, lastNumber, now, encoded.hash());
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new DecidedSlice(entries, before, after, decision, encoded, changes, took);
  }

  private Set<UUID> listMissing(List<Incoming> entries) {
    Set<UUID> missing = new LinkedHashSet<>();
    for (Incoming entry : entries) {
      if (entry instanceof Incoming.Readable readable
          && !snapshot.knows(readable.request().session())) {
        missing.add(readable.request().session());
      }
    }
    return missing;
  }

  private static Incoming withoutUnsaleable(Incoming entry, Map<UUID, String> unsaleable) {
    if (entry instanceof Incoming.Readable(EntryId id, Request request)) {
      String why = unsaleable.get(request.session());
      return why == null ? entry : new Incoming.Unreadable(StreamEntry.of(id, request), why);
    }
    return entry;
  }
}
