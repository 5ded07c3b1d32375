package dev.sluice.bench.peer;

import dev.sluice.contract.request.Request;

/** How a peer decides one request, by itself, on the thread that it came on. Thread-safe. */
interface Way {

  /**
   * Decides a request; what it says is durable when it returns.
   *
   * @return whether the seat was granted
   */
  boolean decide(Request request) throws Exception;

  /** Waits until everything that was sent has arrived. */
  void settle();
}
