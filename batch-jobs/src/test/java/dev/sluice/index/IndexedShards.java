package dev.sluice.index;

import dev.sluice.drain.DrainFixture;
import dev.sluice.journal.Journal;
import dev.sluice.journal.RequestIndex;
import dev.sluice.stream.Indexing;
import java.time.Duration;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The step of the job on a fixture's servers. */
public final class IndexedShards {

  private IndexedShards() {}

  /** What indexes. */
  public static Indexing indexing(DrainFixture fixture) {
    return indexer(fixture, new RequestIndex(fixture.jdbc()), Duration.ofHours(24));
  }

  /** Runs the step for a shard. */
  public static void run(DrainFixture fixture, int shard) {
    tasklet(fixture, new RequestIndex(fixture.jdbc())).run(shard);
  }

  static IndexTasklet tasklet(DrainFixture fixture, RequestIndex index) {
    return new IndexTasklet(
        indexer(fixture, index, Duration.ofHours(24)),
        fixture.journal(),
        fixture.shards(),
        fixture.drainRedis());
  }

  static RequestIndexer indexer(DrainFixture fixture, RequestIndex index, Duration retention) {
    TransactionTemplate transactions = fixture.transactions();
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new RequestIndexer(
        fixture.jdbc(), new Journal(fixture.jdbc()), index, transactions, retention);
  }
}
