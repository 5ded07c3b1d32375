package dev.sluice.servers.life;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what a server does on its own time. */
final class Waiting {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private Waiting() {}

  /**
   * Returns when the server answers.
   *
   * @throws ServerFailedException where it ends before, or there is no patience left
   */
  static void forAnswer(
      String server,
      Probe probe,
      BooleanSupplier running,
      Supplier<String> log,
      Patience patience) {
    Exception last = null;
    while (!patience.isOver()) {
      if (!running.getAsBoolean()) {
        throw new ServerFailedException(server, "ended while it started", log.get(), last);
      }
      try {
        if (probe.answers()) {
          return;
        }
      } catch (InterruptedException e) {
        throw interrupted(server, e);
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

  /** Returns when the process has ended; false where it does nothing any more and has not. */
  static boolean forEnd(Process process) {
    Patience patience = Patience.with(process, () -> 0);
    try {
      while (!process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (patience.isOver()) {
          return false;
        }
      }
      return true;
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
