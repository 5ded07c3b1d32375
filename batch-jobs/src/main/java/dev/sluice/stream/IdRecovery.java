package dev.sluice.stream;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.IdMemory.Bounds;
import dev.sluice.contract.stream.IdMemory.Half;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceSummary;
import dev.sluice.shard.ShardState;
import dev.sluice.stream.RememberedIds.Remembered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a Redis remember a shard's request ids again: those of the retention from the journal, as far
 * as there is room for them, and those that are not decided from the stream. Those for which there
 * is no room are indexed first.
 */
final class IdRecovery {

  private static final Logger log = LoggerFactory.getLogger(IdRecovery.class);
  private static final int SLICES_PER_READ = 8;
  private static final int HEADS_PER_READ = 1_000;
  private static final int ENTRIES_PER_READ = 512;

  /** More than begin under one lease: the next one's numbers begin behind them. */
  private static final long HALVES_PER_FENCE = 100_000;

  private final ShardRedis redis;
  private final Journal journal;
  private final Indexing indexing;
  private final IdSettings settings;
  private final Bounds bounds;

  /**
   * A recovery.
   *
   * @param bounds of the memory
   */
  IdRecovery(
      ShardRedis redis, Journal journal, Indexing indexing, IdSettings settings, Bounds bounds) {
    this.redis = redis;
    this.journal = journal;
    this.indexing = indexing;
    this.settings = settings;
    this.bounds = bounds;
  }

  /**
   * The state for a Redis that only older versions have verified: nothing is in the new form yet,
   * so that of the older ones is read for the retention, and written until those are gone.
   */
  IdMemory begin(ShardState state, Instant now, String token) {
    IdMemory fresh = IdMemory.empty(bounds, firstNumber(state, Optional.empty()));
    if (redis.ids().isRestoring()) {
      redis.ids().clear(token, Optional.empty(), fresh.halves());
    }
    return withOlder(fresh, now);
  }

  /**
   * The same, with what an intake of an older version remembers: as long as one may run, and an id
   * that it took last is remembered.
   */
  IdMemory withOlder(IdMemory ids, Instant now) {
    Instant written = now.plus(settings.upgrade());
    return ids.withOlder(written.plus(settings.retention()).toEpochMilli(), written.toEpochMilli());
  }

  /** Of halves that nobody else writes or lets go of, however late. */
  private static long firstNumber(ShardState state, Optional<IdMemory> before) {
    return Math.max(
        state.fence() * HALVES_PER_FENCE + 1, before.map(IdMemory::nextNumber).orElse(0L));
  }

  /**
   * Writes all anew, after the entries that are decided were removed from the stream. Appends are
   * refused until the verification ends.
   *
   * @param before the state so far, if there was any
   * @param token of the verification
   */
  IdMemory restore(ShardState state, Instant now, Optional<IdMemory> before, String token) {
    log.info("Remembering the request ids of shard {} from the journal", state.shard());
    var writing = new Writing(state, firstNumber(state, before), token);
    redis.ids().clear(token, before, writing.halves());
    SliceSummary leftOut = writing.readJournal(now);
    writing.readStream();
    IdMemory ids = writing.state(leftOut);
    if (before.isPresent()) {
      return ids.withOlder(before.get().olderRead(), before.get().olderWritten());
    }
    // Where nothing was ever decided there is no older version either.
    return state.lastNumber() == 0 ? ids : withOlder(ids, now);
  }

  private static List<Remembered> firstOf(SliceMessage slice) {
    var all = new ArrayList<Remembered>(slice.drained());
    for (JournalElement element : slice.elements()) {
      switch (element) {
        case JournalElement one when one.isOfSystem() -> {}
        case JournalElement.Decided one when one.outcome().isFirstOfId() ->
            all.add(
                new Remembered(
                    one.request().session(),
                    one.request().id(),
                    RememberedRequest.of(
                        one.entry(), one.request().digest(), one.request().customer(), 1)));
        case JournalElement.Unread one ->
            add(one.session(), one.requestId(), one.entry(), one.digest(), one.customer(), all);
        case JournalElement.Decided _, JournalElement.Changed _ -> {}
      }
    }
    return all;
  }

  private static void add(
      @Nullable UUID session,
      @Nullable UUID id,
      EntryId entry,
      Digest digest,
      @Nullable String customer,
      List<Remembered> all) {
    if (session != null && id != null) {
      all.add(
          new Remembered(
              session,
              id,
              RememberedRequest.of(entry, digest, customer == null ? "-" : customer, 1)));
    }
  }

  /** The halves while they are filled, the older one first. */
  private final class Writing {

    private final ShardState shard;
    private final String token;
    private Half young;
    private @Nullable Half old;
    private long remembered;

    private Writing(ShardState shard, long first, String token) {
      this.shard = shard;
      this.token = token;
      this.young = new Half(first, bounds.buckets(), null);
    }

    /** Those that may be written. */
    private List<Half> halves() {
      return List.of(young, new Half(young.number() + 1, bounds.buckets(), null));
    }

    /** The newest slice for which there is no room, if any; its ids are indexed. */
    private @Nullable SliceSummary readJournal(Instant now) {
      Instant since = now.minus(settings.retention());
      long room = 2 * bounds.rememberedMax() - redis.backlog();
      long first = Long.MAX_VALUE;
      SliceSummary leftOut = null;
      List<SliceSummary> page = journal.listHeadsBefore(shard.shard(), first, HEADS_PER_READ);
      while (!page.isEmpty() && leftOut == null) {
        for (SliceSummary head : page) {
          if (head.decidedAt().isBefore(since)) {
            page = List.of();
            break;
          }
          room -= head.drained();
          if (room < 0) {
            leftOut = head;
            break;
          }
          first = head.firstNumber();
        }
        page =
            page.isEmpty() ? page : journal.listHeadsBefore(shard.shard(), first, HEADS_PER_READ);
      }
      if (leftOut != null) {
        indexing.through(shard.shard(), leftOut.lastNumber());
      }
      writeFrom(first);
      return leftOut;
    }

    private void writeFrom(long first) {
      if (first == Long.MAX_VALUE) {
        return;
      }
      List<SliceMessage> slices =
          journal.listAfterNumber(shard.shard(), first - 1, SLICES_PER_READ);
      while (!slices.isEmpty()) {
        slices.forEach(slice -> write(firstOf(slice), null, EntryId.ZERO));
        slices =
            journal.listAfterNumber(shard.shard(), slices.getLast().lastNumber(), SLICES_PER_READ);
      }
    }

    /** Entries that are not decided, unless a first decision stands under their id. */
    private void readStream() {
      var last = new EntryId(Long.MAX_VALUE, Long.MAX_VALUE);
      List<StreamEntry> entries = redis.list(EntryId.ZERO, last, ENTRIES_PER_READ);
      while (!entries.isEmpty()) {
        var all = new ArrayList<Remembered>();
        for (StreamEntry entry : entries) {
          if (!entry.isOfSystem()) {
            add(
                entry.session(),
                entry.requestId(),
                entry.id(),
                entry.digest(),
                entry.customer(),
                all);
          }
        }
        // What was accepted below the watermark is queued again, behind it.
        write(all, old == null ? young : old, shard.watermark().next());
        entries = redis.list(entries.getLast().id().next(), last, ENTRIES_PER_READ);
      }
    }

    private void write(List<Remembered> ids, @Nullable Half other, EntryId atLeast) {
      if (ids.isEmpty()) {
        return;
      }
      EntryId first = ids.getFirst().remembered().entry();
      EntryId entry = first.compareTo(atLeast) < 0 ? atLeast : first;
      if (old == null && remembered > 0 && remembered + ids.size() > bounds.rememberedMax()) {
        old = young;
        young = new Half(old.number() + 1, bounds.buckets(), entry);
        remembered = 0;
      } else if (young.began() == null) {
        young = new Half(young.number(), young.buckets(), entry);
      }
      remembered += redis.ids().write(token, young, other, ids);
    }

    private IdMemory state(@Nullable SliceSummary leftOut) {
      return new IdMemory(
          young,
          old,
          remembered,
          0,
          leftOut == null ? 0 : leftOut.lastEntry().milliseconds() + 1,
          List.of(),
          bounds,
          0,
          0);
    }
  }
}
