package dev.sluice.drain;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Hears of the errors that end threads, as the handler does that ends the process at them. */
public final class UncaughtErrors implements AutoCloseable {

  private final AtomicReference<@Nullable Error> first = new AtomicReference<>();
  private final Thread.@Nullable UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();

  /** From now on. */
  public UncaughtErrors() {
    Thread.setDefaultUncaughtExceptionHandler(
        (_, e) -> {
          if (e instanceof Error error) {
            first.compareAndSet(null, error);
          }
        });
  }

  /** The first; null if there was none. */
  public @Nullable Error first() {
    return first.get();
  }

  @Override
  public void close() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
