package dev.sluice.intake.outcome;

import dev.sluice.contract.EntryId;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Those who wait for entries of a shard to be decided, in the order of the entries. */
final class Waiters {

  private final ConcurrentSkipListMap<Place, CompletableFuture<Void>> waiting =
      new ConcurrentSkipListMap<>();
  private final AtomicLong tickets = new AtomicLong();
  private volatile boolean closed;

  /**
   * Waits until {@link #wake} names the entry or a later one, or the time is over.
   *
   * @param decided asked once after the place in the queue is taken, so that no wake is missed
   */
  void await(EntryId entry, Duration time, BooleanSupplier decided) throws InterruptedException {
    var place = new Place(entry, tickets.incrementAndGet());
    var woken = new CompletableFuture<Void>();
    waiting.put(place, woken);
    try {
      if (!decided.getAsBoolean() && !closed) {
        woken.get(time.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      // The time is over: the caller looks once more and answers what is so.
    } catch (ExecutionException e) {
      throw new IllegalStateException("Nobody wakes with an error", e);
    } finally {
      waiting.remove(place);
    }
  }

  /** Wakes all who wait for this entry or an earlier one. */
  void wake(EntryId decided) {
    Map<Place, CompletableFuture<Void>> done =
        waiting.headMap(new Place(decided, Long.MAX_VALUE), true);
    done.values().forEach(woken -> woken.complete(null));
  }

  /** Wakes all, for good. */
  void close() {
    closed = true;
    waiting.values().forEach(woken -> woken.complete(null));
  }

  int count() {
    return waiting.size();
  }

  private record Place(EntryId entry, long ticket) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::entry).thenComparingLong(Place::ticket);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }
}
