package dev.sluice.slice;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.SliceTime;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.journal.Journal;
import dev.sluice.shard.ShardState;
import dev.sluice.table.Catalogue;
import dev.sluice.table.ForgottenIds;
import dev.sluice.table.Grants;
import dev.sluice.table.Reservations.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Decides slices in memory, one after another, each on what the last one left: whether that one is
 * committed yet does not matter, for if it never is, all of this is thrown away. For one thread at
 * a time.
 *
 * <p>Reservations that died leave memory once the tables have them. An entry that may name such a
 * one needs a look into the tables, and so does one whose session is not in memory: {@link #load}.
 */
public final class SliceDecider {

  private final Snapshot snapshot = new Snapshot();
  private final Deque<Dead> dead = new ArrayDeque<>();
  private final Catalogue catalogue;
  private final ForgottenIds forgotten;
  private final DecisionFunction decisionFunction;
  private final Clocks clocks;
  private final long placesInMemory;

  public SliceDecider(
      Catalogue catalogue,
      ForgottenIds forgotten,
      DecisionFunction decisionFunction,
      Clocks clocks,
      long placesInMemory) {
    this.catalogue = catalogue;
    this.forgotten = forgotten;
    this.decisionFunction = decisionFunction;
    this.clocks = clocks;
    this.placesInMemory = placesInMemory;
  }

  /**
   * Lets go of the reservations that had died at a number: what is read from now on must see what
   * was committed up to there. Until then they are in memory only.
   */
  void committed(long number) {
    while (!dead.isEmpty() && dead.getFirst().number <= number) {
      Name name = dead.removeFirst().name;
      snapshot.forget(name.session(), name.id());
    }
  }

  /** Whether the entries can be decided without {@link #load}. */
  boolean isReadyFor(List<Incoming> entries) {
    return listMissing(entries).isEmpty() && listForgotten(entries).isEmpty();
  }

  /**
   * Reads what the entries need and the snapshot lacks, on the catalogue's connection: a fixed
   * number of statements. Sessions that they do not name are forgotten if there is no room.
   *
   * @param number the last one that the tables hold, of all that was decided here
   * @return as many of the entries, from the first, as have sessions for which there is room;
   *     requests for a session that cannot be sold are unreadable
   */
  public List<Incoming> load(List<Incoming> entries, long number) {
    List<Incoming> part = entries;
    Map<UUID, String> unsaleable = Map.of();
    if (!listMissing(entries).isEmpty()) {
      part = makeRoom(entries);
      unsaleable = catalogue.load(listMissing(part), snapshot);
    }
    Set<Name> names = listForgotten(part);
    if (!names.isEmpty()) {
      catalogue.recall(names, snapshot).forEach(name -> dead.add(new Dead(number, name)));
    }
    Map<UUID, String> refused = unsaleable;
    return refused.isEmpty()
        ? part
        : part.stream().map(entry -> withoutUnsaleable(entry, refused)).toList();
  }

  private List<Incoming> makeRoom(List<Incoming> entries) {
    Set<UUID> missing = listMissing(entries);
    Map<UUID, Long> places = catalogue.listPlaces(missing);
    List<Incoming> part = fitting(entries, places);
    long wanted = listMissing(part).stream().mapToLong(id -> places.getOrDefault(id, 0L)).sum();
    if (snapshot.forgetOthers(Incoming.sessions(part), Math.max(0, placesInMemory - wanted))) {
      catalogue.retain(snapshot);
    }
    return part;
  }

  /** The entries before the first whose session would not fit beside those named before it. */
  private List<Incoming> fitting(List<Incoming> entries, Map<UUID, Long> missing) {
    Set<UUID> named = new HashSet<>();
    long places = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Incoming.Readable(EntryId id, var _, Request request)
          && named.add(request.session())) {
        UUID session = request.session();
        long more = missing.getOrDefault(session, snapshot.places(session));
        if (places > 0 && places + more > placesInMemory) {
          return entries.subList(0, i);
        }
        places += more;
      }
    }
    return entries;
  }

  /**
   * Decides entries for which all is loaded.
   *
   * @param before where the shard is when the slice is written
   * @param now the instant of the decisions
   * @throws UndecidableSliceException if the rules or the codec fail: they have no I/O, so they
   *     always will
   */
  public DecidedSlice decide(List<Incoming> entries, ShardState before, Instant now) {
    long started = System.nanoTime();
    int shard = before.shard();
    long firstNumber = before.lastNumber() + 1;
    EntryId lastEntry = entries.getLast().entry();
    var time =
        new SliceTime(
            now, clocks.areApart(Instant.ofEpochMilli(entries.getFirst().entry().milliseconds())));
    var head =
        new SliceHead(
            SliceHead.FORMAT,
            shard,
            firstNumber,
            lastEntry,
            now,
            Allocation.POLICY_VERSION,
            time.clocksApart());
    Decision decision;
    Journal.Encoded encoded;
    try {
      decision = decisionFunction.decide(snapshot, entries, time, firstNumber);
      encoded = Journal.Encoded.of(decision, head, before.lastHash());
      requireFits(encoded.written().json().length);
    } catch (RuntimeException | StackOverflowError e) {
      // Alone among errors a stack's end is the input's: every process would die of it in turn.
      throw new UndecidableSliceException(shard, entries.getFirst().entry(), e);
    }
    List<Grants.Change> changes =
        Grants.changes(shard, decision, firstNumber, now, catalogue::currency);
    if (snapshot.forgetIdle(placesInMemory)) {
      catalogue.retain(snapshot);
    }
    long lastNumber = before.lastNumber() + decision.elements().size();
    bury(decision, lastNumber);
    var after = new ShardState(shard, before.fence(), lastEntry, lastNumber, now, encoded.hash());
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new DecidedSlice(entries, head, before, after, decision, encoded, changes, took);
  }

  /** A smaller slice is tried instead. */
  private static void requireFits(int bytes) {
    if (bytes > Limits.SLICE_JSON_BYTES_MAX) {
      throw new IllegalStateException("The elements of the slice take " + bytes + " bytes");
    }
  }

  private void bury(Decision decision, long lastNumber) {
    Stream.of(decision.created(), decision.changed(), decision.served())
        .flatMap(List::stream)
        .filter(reservation -> !reservation.status().isLive())
        .forEach(
            reservation -> {
              forgotten.add(reservation.session(), reservation.id());
              dead.add(new Dead(lastNumber, name(reservation)));
            });
  }

  private static Name name(Reservation reservation) {
    return new Name(reservation.session(), reservation.id());
  }

  /** Reservations that entries may name, that memory does not have and the tables may. */
  private Set<Name> listForgotten(List<Incoming> entries) {
    var names = new LinkedHashSet<Name>();
    for (Incoming entry : entries) {
      if (entry instanceof Incoming.Readable(EntryId id, var _, Request request)) {
        UUID session = request.session();
        if (!SystemRequests.isId(request.id()) && isForgotten(session, request.id())) {
          names.add(new Name(session, request.id()));
        }
        UUID reservation = request.command().reservation();
        if (reservation != null && isForgotten(session, reservation)) {
          names.add(new Name(session, reservation));
        }
      }
    }
    return names;
  }

  private boolean isForgotten(UUID session, UUID id) {
    return forgotten.mayHave(session, id)
        && snapshot.has(session)
        && snapshot.find(session, id).isEmpty();
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
    if (entry instanceof Incoming.Readable(EntryId id, var _, Request request)) {
      String why = unsaleable.get(request.session());
      return why == null ? entry : new Incoming.Unreadable(StreamEntry.of(id, request), why);
    }
    return entry;
  }

  /** A reservation that the tables have as dead once they hold that number. */
  private record Dead(long number, Name name) {}
}
