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
 * Has the provider called for all that is due, many at once, until nothing is. A call that hangs
 * holds up its own item only. For one run; another thread may stop it.
 *
 * @param <T> an item
 */
final class CallLoop<T> {

  /** How often it is asked what is due, while calls are under way. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Items come one after another: a run that has just found nothing waits for the next one. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** A run that never ended would show its counts to nobody. */
  private static final Duration LENGTH_MAX = Duration.ofMinutes(1);

  private final Work<T> work;
  private final int callsAtOnce;
  private final BooleanSupplier stopping;
  private final Set<Object> called = new HashSet<>();
  private final BlockingQueue<End<T>> ends = new LinkedBlockingQueue<>();
  private @Nullable Throwable failure;

  /**
   * A loop.
   *
   * @param stopping whether it is to end after the calls that are under way
   */
  CallLoop(Work<T> work, int callsAtOnce, BooleanSupplier stopping) {
    this.work = work;
    this.callsAtOnce = callsAtOnce;
    this.stopping = stopping;
  }

  /**
   * Calls for all that is due.
   *
   * @param counts read are the items found, written those that need no more, skipped those that
   *     wait for another call
   * @throws RuntimeException what the first of the items failed with, once no call is under way
   * @throws Error the same
   */
  void run(StepContribution counts) throws InterruptedException {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("provider-", 0).factory());
    try {
      long began = System.nanoTime();
      long busy = began;
      boolean ending = false;
      while (!ending || !called.isEmpty()) {
        boolean begun = !ending && begin(threads, counts);
        // What an answer is followed by is done in this run, too.
        if (await(counts) || begun) {
          busy = System.nanoTime();
        }
        boolean idle = called.isEmpty() && isOver(busy, LINGER);
        ending |= idle || stopping.getAsBoolean() || failure != null || isOver(began, LENGTH_MAX);
      }
    } finally {
      threads.shutdownNow();
    }
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  /** Whether anything was done or begun. */
  private boolean begin(ExecutorService threads, StepContribution counts) {
    Work.Round<T> round = work.list(callsAtOnce * 2);
    count(counts, round.done());
    int before = called.size();
    for (T item : round.calls()) {
      if (called.size() < callsAtOnce && called.add(work.keyOf(item))) {
        counts.incrementReadCount();
        threads.execute(() -> call(item));
      }
    }
    return round.done() > 0 || called.size() > before;
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
      if (failure == null) {
        failure = end.failure;
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
    return System.nanoTime() - since > time.toNanos();
  }

  private record End<T>(T item, boolean last, @Nullable Throwable failure) {}
}
