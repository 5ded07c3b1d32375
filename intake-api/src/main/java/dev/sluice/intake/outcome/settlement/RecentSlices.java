package dev.sluice.intake.outcome.settlement;

import dev.sluice.contract.journal.SliceMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slices of a shard that are in memory, without a gap between them. Thread-safe. */
public interface RecentSlices {

  /** Number of the last element of the last slice. */
  long lastNumber();

  /**
   * All slices from a number on, in order; null if the first of them is not in memory, or no slice
   * begins with that number.
   */
  @Nullable List<SliceMessage> listFrom(long firstNumber);
}
