package dev.sluice.rig.check;

import dev.sluice.contract.journal.SliceHash;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.table.JournalLine;
import dev.sluice.rig.evidence.table.PlayedSlices;
import dev.sluice.rig.evidence.table.ShardRow;
import dev.sluice.rig.evidence.table.SliceRow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** I4. Numbers without a gap, a hash chain without a break, and all of it on the topic. */
final class NumberedWithoutGap implements Check {

  @Override
  public String name() {
    return "I4";
  }

  @Override
  public String promise() {
    return "numbers have no gap, all are on the topic";
  }

  @Override
  public void look(Evidence evidence, Findings findings) {
    for (ShardRow shard : evidence.shards()) {
      findings.count("shards", 1);
      checkShard(evidence, shard, findings);
    }
    PublishedInOrder.check(evidence, findings);
  }

  private static void checkShard(Evidence evidence, ShardRow shard, Findings findings) {
    long last = evidence.position(shard.shard()).number();
    byte[] hash = evidence.position(shard.shard()).hash();
    SliceRow lastSlice = null;
    for (SliceRow slice : evidence.journal().slices(shard.shard())) {
      findings.count("slices", 1);
      if (slice.firstNumber() != last + 1) {
        findings.breach(slice + " follows number " + last);
      }
      checkHash(slice, hash, findings);
      checkElements(slice, lastSlice == null ? EntryId.ZERO : lastSlice.lastEntry(), findings);
      last = slice.lastNumber();
      hash = slice.hash();
      lastSlice = slice;
    }
    findings.count("numbers", last - evidence.position(shard.shard()).number());
    checkRow(shard, last, hash, lastSlice, findings);
  }

  private static void checkHash(SliceRow slice, byte[] previous, Findings findings) {
    byte[] expected = SliceHash.of(previous, slice.head(), slice.elements());
    if (Arrays.equals(expected, slice.hash())) {
      findings.count("hashes verified", 1);
    } else {
      findings.breach(slice + " has another hash than its contents");
    }
  }

  private static void checkElements(SliceRow slice, EntryId before, Findings findings) {
    var lines = PlayedSlices.lines(slice);
    if (lines.size() != slice.lastNumber() - slice.firstNumber() + 1) {
      findings.breach(slice + " has " + lines.size() + " elements");
    }
    EntryId last = before;
    for (JournalLine line : lines) {
      EntryId entry = line.element().entry();
      if (entry == null) {
        continue;
      }
      if (entry.compareTo(last) <= 0) {
        findings.breach(line + " decides entry " + entry + " after " + last);
      }
      last = entry;
    }
    if (!last.equals(slice.lastEntry())) {
      findings.breach(slice + " says that it ends with " + slice.lastEntry() + ", not " + last);
    }
  }

  private static void checkRow(
      ShardRow shard, long last, byte[] hash, @Nullable SliceRow lastSlice, Findings findings) {
    boolean agrees =
        shard.lastNumber() == last
            && Arrays.equals(shard.lastHash(), hash)
            && (lastSlice == null || shard.watermark().equals(lastSlice.lastEntry()));
    if (!agrees) {
      findings.breach(
          "the row of shard %d ends with number %d, entry %s; its journal with number %d"
              .formatted(shard.shard(), shard.lastNumber(), shard.watermark(), last));
    }
    if (shard.published() < last) {
      findings.breach(
          "shard %d is published up to %d of %d".formatted(shard.shard(), shard.published(), last));
    }
  }
}
