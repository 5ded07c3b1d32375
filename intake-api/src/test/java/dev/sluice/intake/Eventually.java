package dev.sluice.intake;

import java.time.Duration;

/** Waits for what becomes so in a while. */
final class Eventually {

  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  private Eventually() {}

  /** Tries until it does not fail, or fails as the last try did. */
  static void holds(Runnable claim) throws InterruptedException {
    long until = System.nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      try {
        claim.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }
}
