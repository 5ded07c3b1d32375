package dev.sluice.allocation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The rules. */
public final class Allocation {

  /** Version of the rules: raised when the same input would give another outcome. */
  public static final int POLICY_VERSION = 2;

  private Allocation() {}

  /**
   * Decides a slice and changes the snapshot accordingly. A pure function of its arguments: the
   * same ones give the same decision, byte for byte.
   *
   * <p>First come the sessions that the slice meets for the first time, then the holds of the
   * sessions named by entries that have ended, by their end, session and id, so that their seats
   * can be given again; then the entries, one element each. A request on which the rules throw is
   * dead-lettered alone and changes nothing.
   *
   * @param snapshot knows every session that an entry names
   * @param entries in stream order; at least one
   * @param now instant of all decisions, in whole milliseconds
   * @param firstNumber number of the first element
   * @throws IllegalArgumentException if an argument is not as said; the snapshot is as it was
   * @throws IllegalStateException if the rules contradict the snapshot, which is of no use after it
   */
  public static Decision decide(
      Snapshot snapshot, List<Incoming> entries, Instant now, long firstNumber) {
    return decide(Rules.STANDARD, snapshot, entries, now, firstNumber);
  }

  /** Decides by other rules. */
  static Decision decide(
      Rules rules, Snapshot snapshot, List<Incoming> entries, Instant now, long firstNumber) {
    if (entries.isEmpty() || !now.equals(now.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "A slice has entries and whole milliseconds, not " + entries.size() + " at " + now);
    }
    for (Incoming entry : entries) {
      if (entry instanceof Incoming.Readable readable
          && !snapshot.knows(readable.request().session())) {
        throw new IllegalArgumentException(
            "The snapshot does not know the session of entry " + entry.entry());
      }
    }
    return new Slice(rules, snapshot, entries.size(), now, firstNumber).decide(entries);
  }
}
