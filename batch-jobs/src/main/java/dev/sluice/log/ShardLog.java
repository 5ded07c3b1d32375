package dev.sluice.log;

import org.slf4j.MDC;

/**
 * What a line of the log is about, as fields of its own beside the text: the shard, and the slice
 * that its thread was at last. They belong to the thread that says them.
 */
public final class ShardLog {

  /** The shard's number. */
  static final String SHARD = "sluice.shard";

  /** Number of the first element of a slice. */
  static final String SLICE = "sluice.slice";

  private ShardLog() {}

  /** From here on the thread's lines are about that shard. */
  public static void shard(int shard) {
    MDC.put(SHARD, Integer.toString(shard));
  }

  /** From here on the thread's lines are about that slice, or come after it. */
  public static void slice(long firstNumber) {
    MDC.put(SLICE, Long.toString(firstNumber));
  }

  /** The thread's lines are about no shard any more. */
  public static void end() {
    MDC.remove(SHARD);
    MDC.remove(SLICE);
  }
}
