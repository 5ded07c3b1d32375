package dev.sluice.stream;

import dev.sluice.contract.Digest;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.IdMemory;
import dev.sluice.contract.IdMemory.Bounds;
import dev.sluice.contract.IdMemory.Half;
import dev.sluice.contract.JournalElement;
import dev.sluice.contract.RememberedRequest;
import dev.sluice.contract.SliceMessage;
import dev.sluice.contract.StreamEntry;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceHead;
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
  IdMemory begin(Instant now) {
    if (redis.ids().isRestoring()) {
      redis.ids().clear();
    }
    return IdMemory.empty(bounds)
        .withOlder(
            now.plus(settings.retention()).toEpochMilli(),
            now.plus(settings.upgrade()).toEpochMilli());
  }

  /**
   * Writes all anew, after the entries that are decided were removed from the stream. Appends are
   * refused until the verification ends.
   *
   * @param before the state so far, if there was any
   */
  IdMemory restore(int shard, Instant now, Optional<IdMemory> before) {
    log.info("Remembering the request ids of shard {} from the journal", shard);
    redis.ids().clear();
    var writing = new Writing();
    SliceHead leftOut = writing.readJournal(shard, now);
    writing.readStream();
    return writing
        .state(leftOut)
        .withOlder(
            before.map(IdMemory::olderRead).orElse(0L),
            before.map(IdMemory::olderWritten).orElse(0L));
  }

  private static List<Remembered> firstOf(SliceMessage slice) {
    var all = new ArrayList<Remembered>(slice.drained());
    for (JournalElement element : slice.elements()) {
      switch (element) {
        case JournalElement.Decided one when one.outcome().isFirstOfId() ->
            all.add(
                new Remembered(
                    one.request().session(),
                    one.request().id(),
                    RememberedRequest.of(
                        one.entry(), one.request().digest(), one.request().customer(), 1)));
        case JournalElement.Unread one ->
            add(one.session(), one.requestId(), one.entry(), Digest.NONE, one.customer(), all);
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

    private Half young = new Half(1, bounds.buckets(), null);
    private @Nullable Half old;
    private long remembered;

    /** The newest slice for which there is no room, if any; its ids are indexed. */
    private @Nullable SliceHead readJournal(int shard, Instant now) {
      Instant since = now.minus(settings.retention());
      long room = 2 * bounds.rememberedMax() - redis.backlog();
      long first = Long.MAX_VALUE;
      SliceHead leftOut = null;
      List<SliceHead> page = journal.listHeadsBefore(shard, first, HEADS_PER_READ);
      while (!page.isEmpty() && leftOut == null) {
        for (SliceHead head : page) {
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
        page = page.isEmpty() ? page : journal.listHeadsBefore(shard, first, HEADS_PER_READ);
      }
      if (leftOut != null) {
        indexing.through(shard, leftOut.lastNumber());
      }
      write(shard, first);
      return leftOut;
    }

    private void write(int shard, long first) {
      if (first == Long.MAX_VALUE) {
        return;
      }
      List<SliceMessage> slices = journal.listAfterNumber(shard, first - 1, SLICES_PER_READ);
      while (!slices.isEmpty()) {
        slices.forEach(slice -> write(firstOf(slice), null));
        slices = journal.listAfterNumber(shard, slices.getLast().lastNumber(), SLICES_PER_READ);
      }
    }

    /** Entries that are not decided, unless a first decision stands under their id. */
    private void readStream() {
      var last = new EntryId(Long.MAX_VALUE, Long.MAX_VALUE);
      List<StreamEntry> entries = redis.list(EntryId.ZERO, last, ENTRIES_PER_READ);
      while (!entries.isEmpty()) {
        var all = new ArrayList<Remembered>();
        for (StreamEntry entry : entries) {
          add(
              entry.session(),
              entry.requestId(),
              entry.id(),
              entry.digest(),
              entry.customer(),
              all);
        }
        write(all, old == null ? young : old);
        entries = redis.list(entries.getLast().id().next(), last, ENTRIES_PER_READ);
      }
    }

    private void write(List<Remembered> ids, @Nullable Half other) {
      if (ids.isEmpty()) {
        return;
      }
      EntryId entry = ids.getFirst().remembered().entry();
      if (old == null && remembered > 0 && remembered + ids.size() > bounds.rememberedMax()) {
        old = young;
        young = new Half(2, bounds.buckets(), entry);
        remembered = 0;
      } else if (young.began() == null) {
        young = new Half(young.number(), young.buckets(), entry);
      }
      remembered += redis.ids().write(young, other, ids);
    }

    private IdMemory state(@Nullable SliceHead leftOut) {
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
