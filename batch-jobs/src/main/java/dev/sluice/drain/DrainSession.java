package dev.sluice.drain;

import dev.sluice.contract.EntryId;
import dev.sluice.shard.Lease;
import dev.sluice.shard.LeaseConnection;
import dev.sluice.shard.LeaseLostException;
import dev.sluice.shard.ShardPausedException;
import dev.sluice.shard.ShardState;
import dev.sluice.slice.Lookahead;
import dev.sluice.slice.SliceAnnouncer;
import dev.sluice.slice.SliceReader;
import dev.sluice.slice.SliceTransaction;
import dev.sluice.stream.OutcomeStream;
import dev.sluice.stream.RedisVerification;
import dev.sluice.stream.ShardRedis;
import dev.sluice.table.ForgottenIds;
import java.time.Instant;

/**
 * Everything that is true only as long as nothing fails: a connection to each server, the snapshot,
 * what was forgotten of it, and the threads that read and decide ahead and announce behind.
 */
record DrainSession(
    LeaseConnection connection,
    ForgottenIds forgotten,
    SliceTransaction transaction,
    ShardRedis redis,
    SliceAnnouncer announcer,
    SliceReader reader,
    Lookahead lookahead)
    implements AutoCloseable {

  /**
   * Connects, reads where the shard is, verifies Redis and starts to read.
   *
   * @throws LeaseLostException if the fence is not the lease's
   * @throws ShardPausedException if Redis has outcomes that the journal does not have
   */
  static DrainSession open(Lease lease, DrainParts parts) {
    ShardRedis redis = ShardRedis.connect(parts.redis(), lease.shard());
    try {
      // Read before the shard's place: what is announced was committed before.
      EntryId announced = redis.lastOutcome();
      LeaseConnection connection =
          LeaseConnection.open(parts.database(), parts.settings().leaseLength());
      var forgotten = new ForgottenIds(lease.shard(), parts.database());
      try {
        var transaction =
            new SliceTransaction(
                lease.shard(),
                lease.fence(),
                connection,
                forgotten,
                parts.rules(),
                parts.settings().placesInMemory());
        requireOwnOutcomes(announced, transaction.state(), parts);
        return start(connection, forgotten, transaction, redis, parts);
      } catch (RuntimeException e) {
        forgotten.close();
        connection.close();
        throw e;
      }
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  private static DrainSession start(
      LeaseConnection connection,
      ForgottenIds forgotten,
      SliceTransaction transaction,
      ShardRedis redis,
      DrainParts parts) {
    ShardState state = transaction.state();
    Instant now = transaction.openedAt();
    OutcomeStream outcomes =
        new RedisVerification(redis, parts.journal(), parts.settings().retention())
            .verify(state, now);
    var announcer =
        new SliceAnnouncer(
            redis,
            outcomes,
            state.watermark(),
            now,
            parts.settings().retryDelayMax(),
            parts.listener());
    var reader =
        new SliceReader(
            redis,
            state.watermark(),
            parts.settings().sliceEntriesMax(),
            parts.settings().interval(),
            announcer::trimmed);
    var lookahead = new Lookahead(reader, transaction.decider(), state.shard());
    return new DrainSession(
        connection, forgotten, transaction, redis, announcer.start(), reader.start(), lookahead);
  }

  /**
   * Outcomes that the journal does not have were told to clients: either this is another's Redis,
   * or the database lost decisions. Deciding on would give their numbers to others.
   */
  private static void requireOwnOutcomes(EntryId announced, ShardState state, DrainParts parts) {
    if (announced.compareTo(state.watermark()) > 0) {
      String reason =
          "Redis has outcomes up to entry %s, the journal only up to %s"
              .formatted(announced, state.watermark());
      parts.shards().pause(state.shard(), reason);
      throw new ShardPausedException(state.shard(), reason, null);
    }
  }

  @Override
  public void close() {
    lookahead.close();
    reader.close();
    announcer.close();
    redis.close();
    forgotten.close();
    connection.close();
  }
}
