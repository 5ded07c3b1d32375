package dev.sluice.failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when an {@link Error} ends one of its threads. A process that goes on without a
 * thread only seems to live: it answers QUEUED for ever, or keeps every caller waiting. One that is
 * gone is seen, and started again.
 *
 * <p>It stands once, as the default of all threads, virtual ones too, so a thread needs nothing but
 * to let an Error through.
 */
public final class EndAtError implements Thread.UncaughtExceptionHandler {

  /** The exit status, {@code EX_SOFTWARE} of sysexits.h. */
  public static final int STATUS = 70;

  private static final Logger log = LoggerFactory.getLogger(EndAtError.class);

  private EndAtError() {}

  /** Watches all threads of this process that have no handler of their own. */
  public static void install() {
    Thread.setDefaultUncaughtExceptionHandler(new EndAtError());
  }

  /**
   * Runs work on a thread of a library that catches everything: an Error meets the handler of the
   * process all the same.
   */
  public static void atError(Runnable work) {
    try {
      work.run();
    } catch (Error e) {
      Thread thread = Thread.currentThread();
      Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
      if (handler != null) {
        handler.uncaughtException(thread, e);
      }
      throw e;
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable e) {
    try {
      log.error("Thread {} ended", thread.getName(), e);
    } finally {
      // Shutdown hooks could wait for what is broken, so they are passed over.
      if (e instanceof Error) {
        Runtime.getRuntime().halt(STATUS);
      }
    }
  }
}
