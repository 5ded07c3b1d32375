package dev.sluice.slice;

import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.SliceTime;
import dev.sluice.allocation.snapshot.Snapshot;
import java.util.List;

/** What decides a slice: {@code Allocation::decide}, or a version of it that a test has hurt. */
@FunctionalInterface
public interface DecisionFunction {

  /** See {@code Allocation.decide}. */
  Decision decide(Snapshot snapshot, List<Incoming> entries, SliceTime time, long firstNumber);
}
