package dev.sluice.drain;

import dev.sluice.allocation.Incoming;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.shard.Lease;
import dev.sluice.shard.LeaseConnection;
import dev.sluice.shard.LeaseLostException;
import dev.sluice.shard.ShardPausedException;
import dev.sluice.shard.ShardState;
import dev.sluice.shard.Shards;
import dev.sluice.slice.Clocks;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.Lookahead;
import dev.sluice.slice.NextSlice;
import dev.sluice.slice.SliceAnnouncer;
import dev.sluice.slice.SliceDecider;
import dev.sluice.slice.SliceReader;
import dev.sluice.slice.SliceTransaction;
import dev.sluice.stream.OutcomeStream;
import dev.sluice.stream.RedisVerification;
import dev.sluice.stream.ShardRedis;
import dev.sluice.table.Catalogue;
import dev.sluice.table.ForgottenIds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * All that drains a shard, wired in its constructor from top to bottom: a connection to each
 * server, what is sold in memory, and the stages that a slice passes. It is true only as long as
 * nothing fails; after a failure it is closed, and another one is opened. For one thread.
 */
final class DrainPipeline implements AutoCloseable {

  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final ShardRedis redis;
  private final LeaseConnection connection;
  private final Clocks clocks;
  private final Lookahead lookahead;
  private final SliceTransaction transaction;
  private final SliceAnnouncer announcer;

  /**
   * Connects, reads where the shard is, verifies Redis and starts to read.
   *
   * @throws LeaseLostException if the fence is not the lease's
   * @throws ShardPausedException if Redis has outcomes that the journal does not have
   */
  DrainPipeline(Lease lease, DrainParts parts) {
    int shard = lease.shard();
    DrainSettings settings = parts.settings();
    try {
      // 1. Redis. Its last outcome is read before the shard's row: what it tells was committed
      // before.
      redis = ShardRedis.connect(parts.redis(), shard);
      closers.push(redis::close);
      EntryId announced = redis.lastOutcome();

      // 2. The database: where the shard is, under this lease's fence.
      connection = LeaseConnection.open(parts.database(), settings.leaseLength());
      closers.push(connection::close);
      Shards.Locked position = Shards.position(connection, lease);
      ShardState state = position.state();
      requireOwnOutcomes(announced, state, parts.shards());

      // 3. Redis is made fit for what is appended to it from here on.
      OutcomeStream outcomes =
          new RedisVerification(
                  redis,
                  parts.journal(),
                  parts.indexing(),
                  settings.retention(),
                  parts.ids(),
                  parts.shards().listIds().size())
              .verify(state, position.now());

      // 4. What is sold, in memory, and the rules on it; and whether two clocks agree.
      clocks =
          new Clocks(
              parts.journal().wasLastDecidedApart(shard),
              redis::now,
              new Shards(connection.jdbc())::now,
              ahead -> parts.listener().compared(shard, ahead));
      var forgotten = new ForgottenIds(shard, parts.database());
      closers.push(forgotten::close);
      var catalogue = new Catalogue(shard, connection.jdbc(), forgotten);
      var decider =
          new SliceDecider(
              catalogue, forgotten, parts.decisionFunction(), clocks, settings.placesInMemory());

      // 5. The stages of a slice: announced, written, decided, read. The last one begins first.
      announcer =
          new SliceAnnouncer(
              redis,
              outcomes,
              state.watermark(),
              position.now(),
              settings.retryDelayMax(),
              parts.listener());
      closers.push(announcer::close);
      transaction = new SliceTransaction(state, connection, decider);
      var reader =
          new SliceReader(
              redis,
              state.watermark(),
              settings.sliceEntriesMax(),
              settings.interval(),
              parts.index(),
              announcer::trimmed);
      closers.push(reader::close);
      lookahead = new Lookahead(reader, decider, shard);
      closers.push(lookahead::close);
      announcer.start();
      reader.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Outcomes that the journal does not have were told to clients: either this is another's Redis,
   * or the database has lost what it had committed.
   */
  private static void requireOwnOutcomes(EntryId announced, ShardState state, Shards shards) {
    if (announced.compareTo(state.watermark()) > 0) {
      String reason =
          "Redis has outcomes up to entry %s, the journal only up to %s"
              .formatted(announced, state.watermark());
      shards.pause(state.shard(), reason);
      throw new ShardPausedException(state.shard(), reason, null);
    }
  }

  /**
   * The slice whose turn it is.
   *
   * @param left what was read and is not decided, of the last one
   * @param wait how long for others, if nothing is left
   * @throws RuntimeException what any stage has failed with
   */
  NextSlice next(List<Incoming> left, Duration wait) throws InterruptedException {
    announcer.throwFailure();
    clocks.compare();
    return left.isEmpty() ? lookahead.poll(wait) : NextSlice.of(left);
  }

  /** Keeps the connections while there is nothing to decide. */
  void idle() {
    connection.keepAlive();
  }

  /** Whether no request stands in the stream, decided or not. Asks Redis. */
  boolean isDrained() {
    return redis.backlog() == 0;
  }

  /** Commits a slice, and has the next one decided meanwhile. */
  CommittedSlice commit(NextSlice slice) {
    return transaction.commit(slice, lookahead);
  }

  /** Commits a slice that may fail: nothing is decided on top of it. */
  CommittedSlice commitAlone(List<Incoming> entries) {
    return transaction.commit(NextSlice.of(entries), SliceTransaction.Successor.NONE);
  }

  /** Has a slice told to followers, and its requests trimmed. */
  void announce(CommittedSlice slice) throws InterruptedException {
    announcer.announce(slice);
  }

  /** Ends the stages, the first one first, and then the connections. */
  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }
}
