package dev.sluice.intake.outcome;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.intake.outcome.settlement.RecentSlices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The recent slices of a shard, compressed, without a gap between them. One thread writes, any
 * number read.
 */
final class SliceMemory implements RecentSlices {

  /** What a slice takes beside its bytes. */
  private static final long OVERHEAD_BYTES = 400;

  private final long bytesMax;
  private final ConcurrentSkipListMap<EntryId, SliceMessage> byLastEntry =
      new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Long, SliceMessage> byFirstNumber =
      new ConcurrentSkipListMap<>();

  /** Entries drained before the slice of that instant, to tell how a queue moved since then. */
  private final ConcurrentSkipListMap<Instant, Long> drainedBefore = new ConcurrentSkipListMap<>();

  private long bytes;
  private volatile long drained;
  private volatile JournalSlices.Position position;

  SliceMemory(long bytesMax, JournalSlices.Position position) {
    this.bytesMax = bytesMax;
    this.position = position;
  }

  /** How far this memory is. */
  JournalSlices.Position position() {
    return position;
  }

  @Override
  public long lastNumber() {
    return position.lastNumber();
  }

  /** Adds the next slice and forgets the oldest ones if they are too many bytes. */
  void add(SliceMessage slice) {
    byLastEntry.put(slice.lastEntry(), slice);
    byFirstNumber.put(slice.firstNumber(), slice);
    long before = drained; // only one thread writes it
    drainedBefore.putIfAbsent(slice.decidedAt(), before);
    drained = before + slice.drained();
    bytes += size(slice);
    position = new JournalSlices.Position(slice.lastEntry(), slice.lastNumber());
    while (bytes > bytesMax && byLastEntry.size() > 1) {
      forgetOldest();
    }
  }

  /** Forgets everything and starts behind that position. */
  void restart(JournalSlices.Position from) {
    while (!byLastEntry.isEmpty()) {
      forgetOldest();
    }
    position = from;
  }

  /** The first slice that does not end before the entry; the entry may still be in an older one. */
  Optional<SliceMessage> findByEntry(EntryId entry) {
    return Optional.ofNullable(byLastEntry.ceilingEntry(entry)).map(Map.Entry::getValue);
  }

  /** The slice that holds a number. */
  Optional<SliceMessage> findByNumber(long number) {
    return Optional.ofNullable(byFirstNumber.floorEntry(number))
        .map(Map.Entry::getValue)
        .filter(slice -> number <= slice.lastNumber());
  }

  @Override
  public @Nullable List<SliceMessage> listFrom(long firstNumber) {
    if (firstNumber > position.lastNumber()) {
      return List.of();
    }
    var slices = new ArrayList<SliceMessage>(byFirstNumber.tailMap(firstNumber).values());
    return slices.isEmpty() || slices.getFirst().firstNumber() != firstNumber ? null : slices;
  }

  /** Entries drained since an instant, as far as is remembered. */
  long drainedSince(Instant instant) {
    Map.Entry<Instant, Long> next = drainedBefore.higherEntry(instant);
    return next == null ? 0 : drained - next.getValue();
  }

  /** Entries drained a second, over the last ones; 0 if none was. */
  double rate(Instant now) {
    Duration window = Duration.ofSeconds(10);
    Map.Entry<Instant, Long> first = drainedBefore.higherEntry(now.minus(window));
    if (first == null) {
      return 0;
    }
    double seconds = Math.max(0.25, Duration.between(first.getKey(), now).toMillis() / 1000.0);
    return (drained - first.getValue()) / seconds;
  }

  private void forgetOldest() {
    Map.Entry<EntryId, SliceMessage> oldest = byLastEntry.pollFirstEntry();
    if (oldest != null) {
      SliceMessage slice = oldest.getValue();
      byFirstNumber.remove(slice.firstNumber());
      drainedBefore.headMap(slice.decidedAt(), false).clear();
      bytes -= size(slice);
    }
  }

  private static long size(SliceMessage slice) {
    return OVERHEAD_BYTES + slice.entries().length;
  }
}
