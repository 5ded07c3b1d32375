package dev.sluice.slice;

import dev.sluice.allocation.Incoming;
import dev.sluice.shard.DatabaseClock;
import dev.sluice.shard.ShardState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next slice on a thread of its own while the last one is written. A slice for which
 * something must be read first waits for its turn. For one thread.
 */
public final class Lookahead implements SliceTransaction.Successor, AutoCloseable {

  /** What has not come by then waits for its transaction too: one reading of the clock a slice. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final SliceReader reader;
  private final SliceDecider decider;
  private final ExecutorService executor;
  private @Nullable Future<NextSlice> looking;

  public Lookahead(SliceReader reader, SliceDecider decider, int shard) {
    this.reader = reader;
    this.decider = decider;
    this.executor =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("slice-decider-" + shard).daemon().factory());
  }

  /** Begins with the slice behind a decided one, whether that is committed yet or not. */
  @Override
  public void begin(DecidedSlice last, DatabaseClock clock) {
    looking = executor.submit(() -> decideNext(last, clock));
  }

  /**
   * The next slice, decided ahead if it was begun and could be.
   *
   * @return without entries if none came in time
   * @throws RuntimeException what ended the reading, or the deciding: the entry that it fails on is
   *     found by a drain that begins with it
   */
  public NextSlice poll(Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    Future<NextSlice> next = looking;
    if (next != null) {
      try {
        NextSlice slice = next.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        looking = null;
        if (!slice.entries().isEmpty()) {
          return slice;
        }
      } catch (TimeoutException e) {
        return NextSlice.of(List.of());
      } catch (ExecutionException e) {
        looking = null;
        throw rethrown(e.getCause());
      }
    }
    return NextSlice.of(reader.poll(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private NextSlice decideNext(DecidedSlice last, DatabaseClock clock) throws InterruptedException {
    ShardState before = last.after();
    List<Incoming> entries = reader.poll(LOOK);
    decider.committed(last.before().lastNumber());
    if (entries.isEmpty() || !clock.isPrecise() || !decider.isReadyFor(entries)) {
      return NextSlice.of(entries);
    }
    Instant now = clock.nowNotBefore(before.lastDecidedAt());
    return new NextSlice(entries, decider.decide(entries, before, now));
  }

  /** An error is the process's, not the slice's. */
  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e
        ? e
        : new IllegalStateException("The next slice was not decided", cause);
  }
}
