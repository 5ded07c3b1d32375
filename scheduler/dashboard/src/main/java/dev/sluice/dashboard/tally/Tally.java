package dev.sluice.dashboard.tally;

import static java.time.temporal.ChronoUnit.HOURS;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps the counters. An hour is counted as a whole, and again while it may change: the last ones,
 * and those whose executions have ended since. Any number of processes may call it; one at a time
 * counts.
 */
public final class Tally {

  /** Clocks of nodes may be an hour apart. */
  private static final Duration RECENT = Duration.ofHours(2);

  /** What is counted in one transaction. */
  private static final Duration CHUNK = Duration.ofDays(1);

  private final TallyRows rows;
  private final TransactionOperations transactions;

  /**
   * Counts by these rows.
   *
   * @param transactions of the data source that {@code rows} reads
   */
  public Tally(TallyRows rows, TransactionOperations transactions) {
    this.rows = rows;
    this.transactions = transactions;
  }

  /**
   * Counts what is new, then what is old and was never counted.
   *
   * @param now executions created later do not move what counts as the last hours
   * @param patience after which no further day is begun
   * @return whether nothing is left to this process: all is counted, or another is counting
   */
  public boolean tick(Instant now, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean done;
    do {
      done =
          Boolean.TRUE.equals(
              transactions.execute(
                  _ -> rows.tryLock().map(reach -> countNext(reach, now)).orElse(true)));
    } while (!done && System.nanoTime() < end);
    return done;
  }

  /** Counts the hour of an execution again, because its status was changed. */
  public void recount(long executionId) {
    transactions.executeWithoutResult(
        _ -> {
          rows.lock();
          rows.hourOf(executionId).ifPresent(rows::count);
        });
  }

  /** Returns whether nothing is left to count. */
  private boolean countNext(Reach reach, Instant now) {
    Optional<LocalDateTime> newest = rows.newestUpTo(now);
    Reach next = newest.map(time -> countNext(reach, recent(time))).orElse(reach);
    rows.hoursThatChanged().forEach(rows::count);
    rows.save(next, now);
    return newest.isEmpty() || (next.complete() && next.equals(reach));
  }

  /** The last hours first, then those between them and the last look, then day by day back. */
  private Reach countNext(Reach reach, LocalDateTime recent) {
    LocalDateTime first = reach.countedFrom();
    LocalDateTime last = reach.recentFrom();
    if (first == null || last == null) {
      rows.count(new HourRange(recent, null));
      return new Reach(recent, recent, false);
    }
    if (last.plus(CHUNK).isBefore(recent)) {
      rows.count(new HourRange(last, last.plus(CHUNK)));
      return new Reach(first, last.plus(CHUNK), reach.complete());
    }
    rows.count(new HourRange(last, null));
    LocalDateTime until = last.isBefore(recent) ? recent : last;
    if (reach.complete()) {
      return new Reach(first, until, true);
    }
    Optional<LocalDateTime> older = rows.newestBefore(first);
    LocalDateTime from =
        older.map(time -> time.truncatedTo(HOURS).plusHours(1).minus(CHUNK)).orElse(first);
    older.ifPresent(_ -> rows.count(new HourRange(from, first)));
    return new Reach(from, until, older.isEmpty());
  }

  private static LocalDateTime recent(LocalDateTime newest) {
    return newest.truncatedTo(HOURS).minus(RECENT);
  }
}
