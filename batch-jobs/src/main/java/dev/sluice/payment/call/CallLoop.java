package dev.sluice.payment.call;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepContribution;

/**
 * Has the provider called for all that is due, many at once. A call that hangs holds up its own
 * item only: no run waits for it to end, but the last one. One run at a time.
 *
 * @param <T> an item
 */
final class CallLoop<T> {

  /** How often it is asked what is due, while nothing ends. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Looking for items reads all that wait: where calls end quickly, not after each of them. */
  private static final Duration LIST_PAUSE = Duration.ofMillis(100);

  /** Items come one after another: a run that has just found nothing waits for the next one. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** A run that never ended would show its counts to nobody. */
  private static final Duration LENGTH_MAX = Duration.ofMinutes(1);

  private final Work<T> work;
  private final int callsAtOnce;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("provider-", 0).factory());
  private final Set<Object> called = new HashSet<>();
  private final BlockingQueue<End<T>> ends = new LinkedBlockingQueue<>();
  private long listed = System.nanoTime() - LIST_PAUSE.toNanos();

  CallLoop(Work<T> work, int callsAtOnce) {
    this.work = work;
    this.callsAtOnce = callsAtOnce;
  }

  /**
   * Calls for all that is due, until nothing is, or a minute is over: then calls that are under way
   * are the next run's. What it fails with interrupts none of them.
   *
   * @param counts read are the items found, written those that need no more, skipped those that
   *     wait for another call
   * @param stopping whether it is to begin no more, and to end once none is under way
   * @throws RuntimeException what one of the items failed with
   * @throws Error the same
   */
  void run(StepContribution counts, BooleanSupplier stopping) throws InterruptedException {
    long began = System.nanoTime();
    long busy = began;
    boolean ending = false;
    while (!ending) {
      boolean stop = stopping.getAsBoolean();
      int done = work.bringOn(callsAtOnce * 2);
      count(counts, done);
      boolean begun = !stop && begin(counts);
      // What an answer is followed by is done in this run, too.
      if (await(counts) || begun || done > 0) {
        busy = System.nanoTime();
      }
      boolean idle = called.isEmpty() && (stop || isOver(busy, LINGER));
      ending = idle || (!stop && isOver(began, LENGTH_MAX));
    }
  }

  /** Whether any was begun. */
  private boolean begin(StepContribution counts) {
    int before = called.size();
    if (before == callsAtOnce || !isOver(listed, LIST_PAUSE)) {
      return false;
    }
    listed = System.nanoTime();
    for (T item : work.list(callsAtOnce * 2)) {
      if (called.size() < callsAtOnce && called.add(work.keyOf(item))) {
        counts.incrementReadCount();
        threads.execute(() -> call(item));
      }
    }
    return called.size() > before;
  }

  private void call(T item) {
    try {
      ends.add(new End<>(item, work.call(item), null));
    } catch (Throwable e) {
      // Thrown by the loop: an Error must not end on a thread that nobody watches.
      ends.add(new End<>(item, false, e));
    }
  }

  /** Whether any call has ended. */
  private boolean await(StepContribution counts) throws InterruptedException {
    End<T> end = ends.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    boolean any = end != null;
    while (end != null) {
      called.remove(work.keyOf(end.item));
      switch (end.failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
      if (end.last) {
        counts.incrementWriteCount(1);
      } else {
        counts.incrementProcessSkipCount();
      }
      end = ends.poll();
    }
    return any;
  }

  private static void count(StepContribution counts, int done) {
    for (int i = 0; i < done; i++) {
      counts.incrementReadCount();
    }
    counts.incrementWriteCount(done);
  }

  private static boolean isOver(long since, Duration time) {
    return System.nanoTime() - since >= time.toNanos();
  }

  private record End<T>(T item, boolean last, @Nullable Throwable failure) {}
}
