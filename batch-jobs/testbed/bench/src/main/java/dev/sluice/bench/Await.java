package dev.sluice.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what another process does on its own time. */
public final class Await {

  /** Whether it has been done. */
  @FunctionalInterface
  public interface Condition<E extends Exception> {

    /** Asks. */
    boolean holds() throws E, InterruptedException;
  }

  private Await() {}

  /**
   * Returns when the condition holds.
   *
   * @param pause between two questions
   * @param otherwise what is said if it does not hold in time
   * @throws IllegalStateException if it does not hold in time
   */
  public static <E extends Exception> void until(
      Condition<E> condition, Duration max, Duration pause, Supplier<String> otherwise)
      throws E, InterruptedException {
    long deadline = System.nanoTime() + max.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(otherwise.get());
      }
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
  }
}
