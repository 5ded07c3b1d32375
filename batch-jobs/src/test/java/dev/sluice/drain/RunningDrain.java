package dev.sluice.drain;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A drain that goes on on a thread of its own until it is closed or ends by itself. Where it gives
 * its lease up, the next one goes on, as the tick begins it.
 */
final class RunningDrain implements AutoCloseable {

  private final Supplier<ShardDrain> next;
  private volatile ShardDrain drain;
  private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param next a drain under a new lease; where one is given up it is asked for the next, until
   *     the database lets it
   */
  RunningDrain(Supplier<ShardDrain> next) {
    this.drain = next.get();
    this.next = next;
    this.thread = Thread.ofPlatform().name("running-drain").daemon().start(this::run);
  }

  /** What ended it; null while it runs. */
  @Nullable Throwable end() {
    return end.get();
  }

  private void run() {
    try {
      while (!closed) {
        try {
          drain.next(Duration.ofMillis(20));
        } catch (DrainGivenUpException e) {
          drain.close();
          begin();
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      end.set(e);
    } finally {
      drain.close();
    }
  }

  private void begin() {
    boolean begun = false;
    while (!begun && !closed) {
      try {
        drain = next.get();
        begun = true;
      } catch (DataAccessException | TransactionException e) {
        // The database is still away: the tick would try again, too.
        LockSupport.parkNanos(20_000_000);
      }
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
