package dev.sluice.intake.outcome;

import dev.sluice.contract.stream.EntryId;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for entries of a shard to be decided, in the order of the entries. None holds a
 * thread while it waits. Thread-safe.
 */
final class Waiters {

  private final ConcurrentSkipListMap<Ticket, Waiter> waiting = new ConcurrentSkipListMap<>();
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
  Waiters(ScheduledExecutorService times, Executor threads) {
    this.times = times;
    this.threads = threads;
  }

  /**
   * Goes on once {@link #wake} names the entry or a later one, or the time is over: once only.
   *
   * @param decided asked once after the place in the queue is taken, so that no wake is missed
   */
  void await(EntryId entry, Duration time, BooleanSupplier decided, Runnable then) {
    var ticket = new Ticket(entry, tickets.incrementAndGet());
    var waiter = new Waiter(then);
    waiting.put(ticket, waiter);
    waiter.end = times.schedule(() -> wake(ticket), time.toMillis(), TimeUnit.MILLISECONDS);
    if (closed || decided.getAsBoolean()) {
      wake(ticket);
    }
  }

  /** Wakes all who wait for this entry or an earlier one. */
  void wake(EntryId decided) {
    Map<Ticket, Waiter> done = waiting.headMap(new Ticket(decided, Long.MAX_VALUE), true);
    done.keySet().forEach(this::wake);
  }

  /** Wakes all, for good. */
  void close() {
    closed = true;
    waiting.keySet().forEach(this::wake);
  }

  int count() {
    return waiting.size();
  }

  private void wake(Ticket ticket) {
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

  private record Ticket(EntryId entry, long order) implements Comparable<Ticket> {

    private static final Comparator<Ticket> ORDER =
        Comparator.comparing(Ticket::entry).thenComparingLong(Ticket::order);

    @Override
    public int compareTo(Ticket other) {
      return ORDER.compare(this, other);
    }
  }
}
