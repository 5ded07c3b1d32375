package dev.sluice.drain;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A drain that goes on on a thread of its own until it is closed or ends by itself. */
final class RunningDrain implements AutoCloseable {

  private final ShardDrain drain;
  private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;

  RunningDrain(ShardDrain drain) {
    this.drain = drain;
    this.thread = Thread.ofPlatform().name("running-drain").daemon().start(this::run);
  }

  /** What ended it; null while it runs. */
  @Nullable Throwable end() {
    return end.get();
  }

  private void run() {
    try (drain) {
      while (!closed) {
        drain.next(Duration.ofMillis(20));
      }
    } catch (InterruptedException | RuntimeException e) {
      end.set(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    drain.stop();
    try {
      thread.join(DrainFixture.PATIENCE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
