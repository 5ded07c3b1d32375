package dev.sluice.rig.evidence.table;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalReader;
import dev.sluice.rig.evidence.client.Decided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slices of every shard since the play began, in order of shard and number. */
public final class PlayedSlices {

  private final List<SliceRow> slices;
  private @Nullable List<JournalLine> lines;

  /** Takes the slices in order. */
  public PlayedSlices(List<SliceRow> slices) {
    this.slices = List.copyOf(slices);
  }

  /** All slices. */
  public List<SliceRow> slices() {
    return slices;
  }

  /** The slices of one shard, in order. */
  public List<SliceRow> slices(int shard) {
    return slices.stream().filter(slice -> slice.shard() == shard).toList();
  }

  /** Every number with what it says; unpacked at the first call. */
  public synchronized List<JournalLine> lines() {
    List<JournalLine> unpacked = lines;
    if (unpacked == null) {
      unpacked = slices.stream().flatMap(slice -> lines(slice).stream()).toList();
      lines = unpacked;
    }
    return unpacked;
  }

  /** The numbers of one slice, counted from its first one. */
  public static List<JournalLine> lines(SliceRow slice) {
    var lines = new ArrayList<JournalLine>();
    for (JournalElement element : JournalReader.read(slice.elements())) {
      int rank = lines.size();
      var decided =
          new Decided(
              slice.shard(),
              slice.firstNumber() + rank,
              slice.firstNumber(),
              rank,
              slice.decidedAt());
      lines.add(new JournalLine(decided, element));
    }
    return lines;
  }
}
