package dev.sluice.allocation;

import java.time.Instant;
import java.util.List;

/** The rules. */
public final class Allocation {

  /** Version of the rules: raised when the same input would give another outcome. */
  public static final int POLICY_VERSION = 1;

  private Allocation() {}

  /**
   * Decides a slice and changes the snapshot accordingly. A pure function of its arguments: the
   * same ones give the same decision, byte for byte.
   *
   * @param snapshot knows every session that an entry names
   * @param entries in stream order; at least one
   * @param now instant of all decisions, in whole milliseconds
   * @param firstNumber number of the first element
   */
  public static Decision decide(
      Snapshot snapshot, List<Incoming> entries, Instant now, long firstNumber) {
    throw new IllegalStateException("written by the allocation core");
  }
}
