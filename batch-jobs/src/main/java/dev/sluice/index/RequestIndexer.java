package dev.sluice.index;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.journal.Journal;
import dev.sluice.journal.RequestIndex;
import dev.sluice.journal.RequestIndex.Progress;
import dev.sluice.stream.Indexing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Fills the request index from the journal and lets it go, a slice or some rows a transaction. Two
 * at once on a shard do no harm: each notes how far it is where the other left it, or fails.
 * Thread-safe on a pool.
 */
final class RequestIndexer implements Indexing {

  private static final Logger log = LoggerFactory.getLogger(RequestIndexer.class);
  private static final int SLICES_PER_READ = 4;
  private static final int ROWS_PER_PURGE = 2_000;

  private final JdbcOperations jdbc;
  private final Journal journal;
  private final RequestIndex index;
  private final TransactionOperations transactions;
  private final Duration retention;

  /**
   * An indexer.
   *
   * @param transactions READ COMMITTED
   * @param retention of ids: older ones are not indexed, and removed
   */
  RequestIndexer(
      JdbcOperations jdbc,
      Journal journal,
      RequestIndex index,
      TransactionOperations transactions,
      Duration retention) {
    this.jdbc = jdbc;
    this.journal = journal;
    this.index = index;
    this.transactions = transactions;
    this.retention = retention;
  }

  @Override
  public void through(int shard, long number) {
    // What was decided again after its time must not meet its first decision here.
    purge(shard);
    long done = skipOld(shard, index.progress(shard));
    while (done < number) {
      List<SliceMessage> slices = journal.listAfterNumber(shard, done, SLICES_PER_READ);
      if (slices.isEmpty()) {
        throw new IllegalStateException(
            "The journal of shard %d ends before number %d".formatted(shard, number));
      }
      for (SliceMessage slice : slices) {
        add(slice, done);
        done = slice.lastNumber();
      }
    }
  }

  /** Removes what is past its retention. */
  void purge(int shard) {
    Progress progress = index.progress(shard);
    long number = Math.min(progress.indexed(), journal.lastNumberBefore(shard, oldest()));
    boolean done = number <= progress.purged();
    while (!done) {
      done =
          Boolean.TRUE.equals(
              transactions.execute(
                  status -> index.purge(shard, progress.purged(), number, ROWS_PER_PURGE)));
    }
  }

  /** Whether {@link #purge} has something to remove. */
  boolean isPurgeDue(int shard) {
    Progress progress = index.progress(shard);
    return progress.purged() < progress.indexed()
        && progress.purged() < journal.lastNumberBefore(shard, oldest());
  }

  private void add(SliceMessage slice, long done) {
    int added = Objects.requireNonNull(transactions.execute(status -> index.add(slice, done)));
    log.debug(
        "Shard {}: {} ids of numbers {} to {} are indexed",
        slice.shard(),
        added,
        slice.firstNumber(),
        slice.lastNumber());
  }

  private long skipOld(int shard, Progress progress) {
    long old = journal.lastNumberBefore(shard, oldest());
    if (old <= progress.indexed()) {
      return progress.indexed();
    }
    transactions.executeWithoutResult(status -> index.skip(shard, progress.indexed(), old));
    return old;
  }

  private Instant oldest() {
    LocalDateTime now = jdbc.queryForObject("SELECT UTC_TIMESTAMP(3)", LocalDateTime.class);
    return Objects.requireNonNull(now).toInstant(ZoneOffset.UTC).minus(retention);
  }
}
