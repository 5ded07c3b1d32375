package dev.sluice.dashboard.history;

/**
 * What a step has counted.
 *
 * @param read items read
 * @param filtered items that the processor left out
 * @param written items written
 * @param readSkips items skipped in reading
 * @param processSkips items skipped in processing
 * @param writeSkips items skipped in writing
 * @param commits transactions committed
 * @param rollbacks transactions rolled back
 */
public record Counters(
    long read,
    long filtered,
    long written,
    long readSkips,
    long processSkips,
    long writeSkips,
    long commits,
    long rollbacks) {

  /** All items skipped. */
  public long skips() {
    return readSkips + processSkips + writeSkips;
  }
}
