package dev.sluice.servers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits, with a deadline, for what a server does on its own time. */
final class Waiting {

  /** Asks a server whether it answers; an exception is a no. */
  @FunctionalInterface
  interface Probe {
    boolean answers() throws Exception;
  }

  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Waiting() {}

  /**
   * Returns when the server answers.
   *
   * @throws ServerFailedException where it ends before, or does not in 90 seconds
   */
  static void forAnswer(String server, Probe probe, BooleanSupplier running, Supplier<String> log) {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    Exception last = null;
    while (System.nanoTime() - deadline < 0) {
      if (!running.getAsBoolean()) {
        throw new ServerFailedException(server, "ended while it started", log.get(), last);
      }
      try {
        if (probe.answers()) {
          return;
        }
      } catch (Exception e) {
        last = e;
      }
      pause(server);
    }
    throw new ServerFailedException(server, "does not answer", log.get(), last);
  }

  private static void pause(String server) {
    if (Thread.interrupted()) {
      throw interrupted(server, null);
    }
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  /** Returns when the process has ended; false where it has not after a minute. */
  static boolean forEnd(Process process) {
    try {
      return process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw interrupted("process " + process.pid(), e);
    }
  }

  private static ServerFailedException interrupted(
      String server, @Nullable InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ServerFailedException(server, "was not waited for: interrupted", cause);
  }
}
