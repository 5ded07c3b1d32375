package dev.sluice.intake.outcome.waiting;

import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait, each for one thing, in the order of the things. None holds a thread while it
 * waits. Thread-safe.
 *
 * @param <T> what is waited for
 */
public final class Waiters<T extends Comparable<? super T>> {

  private final ConcurrentSkipListMap<Ticket<T>, Waiter> waiting = new ConcurrentSkipListMap<>();
  private final AtomicLong tickets = new AtomicLong();
  private final ScheduledExecutorService times;
  private final Executor threads;
  private volatile boolean closed;

  /**
   * Nobody waits yet.
   *
   * @param times tells when a wait is over
   * @param threads where those who are woken go on
   */
  public Waiters(ScheduledExecutorService times, Executor threads) {
    this.times = times;
    this.threads = threads;
  }

  /**
   * Goes on once {@link #wake} names the thing, {@link #wakeUpTo} it or a later one, or the time is
   * over: once only.
   *
   * @param over asked once after the place in the queue is taken, so that no wake is missed
   */
  public void await(T thing, Duration time, BooleanSupplier over, Runnable then) {
    var ticket = new Ticket<>(thing, tickets.incrementAndGet());
    var waiter = new Waiter(then);
    waiting.put(ticket, waiter);
    waiter.end = times.schedule(() -> goOn(ticket), time.toMillis(), TimeUnit.MILLISECONDS);
    if (closed || over.getAsBoolean()) {
      goOn(ticket);
    }
  }

  /** Wakes all who wait for this. */
  public void wake(T thing) {
    waiting
        .subMap(new Ticket<>(thing, 0), new Ticket<>(thing, Long.MAX_VALUE))
        .keySet()
        .forEach(this::goOn);
  }

  /** Wakes all who wait for this or what is before it. */
  public void wakeUpTo(T thing) {
    waiting.headMap(new Ticket<>(thing, Long.MAX_VALUE), true).keySet().forEach(this::goOn);
  }

  /** Wakes all who wait now. */
  public void wakeAll() {
    waiting.keySet().forEach(this::goOn);
  }

  /** Wakes all, for good: who comes later does not wait. */
  public void close() {
    closed = true;
    wakeAll();
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** How many wait; counts them, one by one. */
  public int count() {
    return waiting.size();
  }

  private void goOn(Ticket<T> ticket) {
    Waiter waiter = waiting.remove(ticket);
    if (waiter != null) {
      ScheduledFuture<?> end = waiter.end;
      if (end != null) {
        end.cancel(false);
      }
      threads.execute(waiter.then);
    }
  }

  private static final class Waiter {

    private final Runnable then;
    private volatile @Nullable ScheduledFuture<?> end;

    Waiter(Runnable then) {
      this.then = then;
    }
  }

  private record Ticket<T extends Comparable<? super T>>(T thing, long order)
      implements Comparable<Ticket<T>> {

    @Override
    public int compareTo(Ticket<T> other) {
      int byThing = thing.compareTo(other.thing);
      return byThing != 0 ? byThing : Long.compare(order, other.order);
    }
  }
}
