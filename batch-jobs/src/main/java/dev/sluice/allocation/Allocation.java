package dev.sluice.allocation;

import dev.sluice.allocation.rules.Rules;
import dev.sluice.allocation.snapshot.Snapshot;
import java.util.List;

/** The rules. */
public final class Allocation {

  /** Version of the rules: raised when the same input would give another outcome. */
  public static final int POLICY_VERSION = 5;

  private Allocation() {}

  /**
   * Decides a slice and changes the snapshot accordingly. A pure function of its arguments: the
   * same ones give the same decision, byte for byte.
   *
   * <p>Entries are taken in order. Before each one, its session is admitted if the slice is the
   * first that meets it; then its holds and waits that are over when the entry was accepted end, in
   * the order of their ends, and who waits is served behind each hold's end. Behind an outcome
   * stands what it let happen to others: seats that it freed go to who waits. A request on which
   * the rules throw is dead-lettered alone and changes nothing.
   *
   * @param snapshot knows every session that an entry names
   * @param entries in stream order; at least one
   * @param time of the slice
   * @param firstNumber number of the first element
   * @throws IllegalArgumentException if an argument is not as said; the snapshot is as it was
   * @throws IllegalStateException if the rules contradict the snapshot, which is of no use after it
   */
  public static Decision decide(
      Snapshot snapshot, List<Incoming> entries, SliceTime time, long firstNumber) {
    return decide(Rules.STANDARD, snapshot, entries, time, firstNumber);
  }

  /** Decides by other rules. */
  static Decision decide(
      Rules rules, Snapshot snapshot, List<Incoming> entries, SliceTime time, long firstNumber) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("A slice has entries");
    }
    for (Incoming entry : entries) {
      if (entry instanceof Incoming.Readable readable
          && !snapshot.knows(readable.request().session())) {
        throw new IllegalArgumentException(
            "The snapshot does not know the session of entry " + entry.entry());
      }
    }
    return new Slice(rules, snapshot, entries.size(), time, firstNumber).decide(entries);
  }
}
