package org.example.stranger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the import at a chunk, so that one can look at it while it runs. */
public final class Gate {

  private volatile CountDownLatch arrived = new CountDownLatch(0);
  private volatile CountDownLatch open = new CountDownLatch(0);
  private volatile boolean failing;

  /** From now on the import waits before it writes its next chunk. */
  public void close() {
    open = new CountDownLatch(1);
    arrived = new CountDownLatch(1);
  }

  /** Returns when the import waits. */
  public void awaitArrival() throws InterruptedException {
    if (!arrived.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no import has come to the gate");
    }
  }

  /** Lets the import go on, and all others from now on. */
  public void open() {
    open.countDown();
  }

  /** Whether imports and reports fail from now on. */
  public void fail(boolean value) {
    failing = value;
  }

  void pass() {
    arrived.countDown();
    try {
      if (!open.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the gate was never opened");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (failing) {
      throw new IllegalStateException(
          "The ledger is locked <script>alert(1)</script> 원장이 잠겨 있다 🔒");
    }
  }
}
