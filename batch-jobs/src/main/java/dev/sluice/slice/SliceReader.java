package dev.sluice.slice;

import dev.sluice.allocation.Incoming;
import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.FirstOfId;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.contract.stream.UndecodableEntryException;
import dev.sluice.journal.RequestIndex;
import dev.sluice.journal.RequestIndex.RequestId;
import dev.sluice.log.ShardLog;
import dev.sluice.stream.ShardRedis;
import dev.sluice.stream.UnverifiedRedisException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes the next slice while others are decided and written. A slice is handed over
 * when it is full, or when the interval since the last one has passed and somebody is free to
 * decide it. One thread reads, one other takes.
 */
public final class SliceReader implements AutoCloseable {

  private static final int ENTRIES_PER_READ = 512;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofSeconds(1);
  private static final Duration BUSY = Duration.ofMillis(5);

  private final ShardRedis redis;
  private final int entriesMax;
  private final Duration interval;
  private final RequestIndex index;
  private final Supplier<EntryId> trimmed;
  private final BlockingQueue<Handover> ready = new ArrayBlockingQueue<>(1);
  private final Deque<StreamEntry> fetched = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean closed;
  private EntryId last;
  private long due = System.nanoTime();
  private long checked = System.nanoTime();

  /**
   * Reads from behind an entry; {@link #start()} begins.
   *
   * @param entriesMax of a slice
   * @param interval shortest time between two slices that are not full
   * @param index on the pool
   * @param trimmed the last entry up to which the stream was trimmed
   */
  public SliceReader(
      ShardRedis redis,
      EntryId watermark,
      int entriesMax,
      Duration interval,
      RequestIndex index,
      Supplier<EntryId> trimmed) {
    this.redis = redis;
    this.index = index;
    this.entriesMax = entriesMax;
    this.interval = interval;
    this.trimmed = trimmed;
    this.last = watermark;
    this.thread =
        Thread.ofPlatform()
            .name("slice-reader-" + redis.keys().shard())
            .daemon()
            .unstarted(this::run);
  }

  public SliceReader start() {
    thread.start();
    return this;
  }

  /**
   * The next slice's entries; empty if none came in time.
   *
   * @throws RuntimeException what ended the reading
   */
  List<Incoming> poll(Duration wait) throws InterruptedException {
    Handover next = ready.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (next == null) {
      requireAlive();
      return List.of();
    }
    if (next.failure != null) {
      throw next.failure;
    }
    return next.entries;
  }

  /** A thread that could not even say what ended it would be waited for without end. */
  private void requireAlive() {
    if (!closed && !thread.isAlive() && ready.isEmpty()) {
      throw new IllegalStateException("Reading has ended, and did not say why");
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    ShardLog.shard(redis.keys().shard());
    try {
      while (!closed) {
        collectSlice();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      handOverFailure(e);
    } catch (Error e) {
      handOverFailure(new IllegalStateException("Reading ended", e));
      throw e;
    }
  }

  private void handOverFailure(RuntimeException failure) {
    try {
      if (!closed) {
        ready.put(new Handover(List.of(), failure));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void collectSlice() throws InterruptedException {
    var slice = new ArrayList<Incoming>();
    var unsure = new BitSet();
    int bytes = 0;
    while (!closed) {
      while (!fetched.isEmpty() && slice.size() < entriesMax) {
        int length = fetched.getFirst().payloadLength();
        if (!slice.isEmpty() && bytes + length > Limits.SLICE_BYTES_MAX) {
          break;
        }
        bytes += length;
        StreamEntry entry = fetched.removeFirst();
        unsure.set(slice.size(), entry.isToBeLookedUp());
        slice.add(decode(entry));
      }
      boolean full = !fetched.isEmpty() || slice.size() == entriesMax;
      Duration untilDue = Duration.ofNanos(due - System.nanoTime());
      // Nobody else hands over, so what is free stays so.
      boolean wanted = !slice.isEmpty() && !untilDue.isPositive() && ready.remainingCapacity() > 0;
      if (full || wanted) {
        ready.put(new Handover(lookedUp(slice, unsure), null));
        due = System.nanoTime() + interval.toNanos();
        return;
      }
      fetch(slice.isEmpty() ? IDLE : untilDue.isPositive() ? untilDue : BUSY);
    }
  }

  /**
   * With what the index knows of ids that Redis may have forgotten: one statement a slice, and none
   * while it has forgotten none. What is indexed is old and stays, so it can be asked ahead.
   */
  private List<Incoming> lookedUp(List<Incoming> slice, BitSet unsure) {
    var ids = new LinkedHashSet<RequestId>();
    unsure.stream()
        .mapToObj(slice::get)
        .forEach(
            entry -> {
              if (entry instanceof Incoming.Readable readable) {
                ids.add(RequestId.of(readable.request()));
              }
            });
    Map<RequestId, FirstOfId> known = index.find(ids);
    if (!known.isEmpty()) {
      slice.replaceAll(entry -> withFirst(entry, known));
    }
    return slice;
  }

  private static Incoming withFirst(Incoming entry, Map<RequestId, FirstOfId> known) {
    if (entry instanceof Incoming.Readable(EntryId id, Instant accepted, Request request)) {
      FirstOfId first = known.get(RequestId.of(request));
      return first == null ? entry : new Incoming.Repeated(id, accepted, request, first);
    }
    return entry;
  }

  private void fetch(Duration wait) {
    List<StreamEntry> entries =
        redis.readAfter(last, ENTRIES_PER_READ, wait.toMillis() > 0 ? wait : Duration.ofMillis(1));
    if (!entries.isEmpty()) {
      last = entries.getLast().id();
      fetched.addAll(entries);
    } else if (wait.equals(IDLE)) {
      checkNothingIsHidden();
    }
    if (System.nanoTime() - checked > CHECK.toNanos()) {
      checkVerified();
    }
  }

  /** Without its marker or its script Redis refuses appends, until somebody verifies it. */
  private void checkVerified() {
    checked = System.nanoTime();
    if (!redis.isVerified()) {
      throw new UnverifiedRedisException(
          redis.keys().shard(), "its marker or its append script is gone");
    }
  }

  /** Entries that no read finds stand below the watermark: the data went back under us. */
  private void checkNothingIsHidden() {
    if (trimmed.get().compareTo(last) >= 0
        && redis.backlog() > 0
        && redis.list(EntryId.ZERO, last, 1).size() > 0) {
      throw new UnverifiedRedisException(
          redis.keys().shard(), "it has entries at or below " + last + ", which were trimmed");
    }
  }

  /** The entry's request, or why there is none; any entry that Redis can hold becomes either. */
  static Incoming decode(StreamEntry entry) {
    try {
      return new Incoming.Readable(entry.id(), entry.firstAccepted(), entry.decode());
    } catch (UndecodableEntryException e) {
      return new Incoming.Unreadable(cut(entry), String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // A codec that fails in a way of its own must not stop the shard, nor end every process.
      return new Incoming.Unreadable(cut(entry), "the codec failed: " + e.getClass().getName());
    }
  }

  /** Anyone can write to a stream; but a slice must fit into a packet of the database. */
  private static StreamEntry cut(StreamEntry entry) {
    byte[] payload = entry.fields().get("payload");
    if (payload == null || payload.length <= Limits.SLICE_BYTES_MAX) {
      return entry;
    }
    var fields = new HashMap<>(entry.fields());
    fields.put("payload", Arrays.copyOf(payload, Limits.SLICE_BYTES_MAX));
    return new StreamEntry(entry.id(), fields);
  }

  /** A slice, or what ended the reading. */
  private record Handover(List<Incoming> entries, @Nullable RuntimeException failure) {}
}
