package dev.sluice.payment.call;

import java.time.Duration;

/** When and how the provider is asked again. */
public final class Pauses {

  private static final Duration MIN = Duration.ofSeconds(1);

  /** Longer pauses than anybody waits. */
  private static final int DOUBLINGS_MAX = 20;

  /** The same call under the same key asks for the first one's answer; every third is a query. */
  private static final int QUERY_EVERY = 3;

  private Pauses() {}

  /**
   * How long nothing is asked: a second, doubled with every call.
   *
   * @param calls that were made before this one
   * @param max the longest pause
   */
  public static Duration after(int calls, Duration max) {
    Duration pause = MIN.multipliedBy(1L << Math.min(calls, DOUBLINGS_MAX));
    return pause.compareTo(max) < 0 ? pause : max;
  }

  /**
   * Whether the next call asks what has become of the others instead of asking for the money again.
   *
   * @param calls that were made before
   */
  public static boolean isQuery(int calls) {
    return calls % QUERY_EVERY == QUERY_EVERY - 1;
  }
}
