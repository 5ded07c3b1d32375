package dev.sluice.bench.http.client;

import org.jspecify.annotations.Nullable;

/**
 * Which calls are made, and when; and what becomes of them. Called by the client's one thread; all
 * instants are {@link System#nanoTime()}.
 */
public interface Calls {

  /** The next call if one is due, else null. */
  @Nullable Call next(long now);

  /**
   * When the next call is due; {@link Long#MAX_VALUE} if only an answer can bring one. Asked only
   * after {@link #next} had none.
   */
  long nextDue();

  /** A call was answered. */
  void answered(Call call, Reply reply, long now);

  /** The connection broke before the call was answered. */
  void broken(Call call, Exception cause);

  /** Whether no call is left to be made; those under way are still waited for. */
  boolean isOver(long now);
}
