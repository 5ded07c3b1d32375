package dev.sluice.intake.outcome;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.intake.outcome.settlement.ShardSettlements;
import dev.sluice.intake.outcome.waiting.Waiters;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Follows the outcome stream of one shard on a connection of its own, keeps what comes in memory
 * and wakes who waits for it. What the stream lacks is read from the journal, so a Redis that was
 * emptied, or is away, delays outcomes and loses none.
 */
final class ShardFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ShardFollower.class);
  private static final int READ_COUNT = 16;

  /** Slices behind from which on the older ones are left to the journal. */
  private static final int CATCH_UP_MAX = 64;

  private final ShardKeys keys;
  private final Supplier<StatefulRedisConnection<String, byte[]>> connecting;
  private final Duration callTimeout;
  private final JournalSlices journal;
  private final Duration idleCheck;
  private final SliceMemory memory;
  private final Waiters<EntryId> waiters;
  private final ShardSettlements settlements;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final Thread watcher;

  /** Last entry of the stream that was read, whatever became of it. */
  private EntryId cursor;

  /** How far the journal is, as far as the watcher knows. */
  private volatile long journalNumber;

  private volatile boolean live;
  private volatile boolean paused;

  /**
   * Begins to follow.
   *
   * @param memory empty, at the position where to begin
   * @param connecting opens a connection of its own
   * @param callTimeout longest wait for an answer beyond what the call itself waits
   * @param idleCheck how often the journal is looked at while nothing comes
   */
  ShardFollower(
      int shard,
      SliceMemory memory,
      Supplier<StatefulRedisConnection<String, byte[]>> connecting,
      Duration callTimeout,
      JournalSlices journal,
      Duration idleCheck,
      Waiters<EntryId> waiters,
      ShardSettlements settlements) {
    this.keys = new ShardKeys(shard);
    this.connecting = connecting;
    this.callTimeout = callTimeout;
    this.journal = journal;
    this.waiters = waiters;
    this.settlements = settlements;
    this.idleCheck = idleCheck;
    this.memory = memory;
    this.cursor = memory.position().watermark();
    this.thread = Thread.ofVirtual().name("follow-" + shard).start(this::follow);
    this.watcher = Thread.ofVirtual().name("watch-" + shard).start(this::watchJournal);
  }

  SliceMemory memory() {
    return memory;
  }

  /** Those who wait for entries to be decided. */
  Waiters<EntryId> waiters() {
    return waiters;
  }

  ShardSettlements settlements() {
    return settlements;
  }

  /** Calls that wait for anything of this shard. */
  int waiting() {
    return waiters.count() + settlements.waiters().count();
  }

  /** Whether what memory does not have is not decided, but for the time that a message takes. */
  boolean isLive() {
    return live;
  }

  /** Whether the shard's drain has stopped by itself, as far as the watcher knows. */
  boolean isPaused() {
    return paused;
  }

  @Override
  public void close() {
    closing.countDown();
    waiters.close();
    settlements.waiters().close();
    thread.interrupt();
    watcher.interrupt();
  }

  private void follow() {
    while (closing.getCount() > 0) {
      try (StatefulRedisConnection<String, byte[]> connection = connecting.get()) {
        catchUp();
        if (!live) {
          log.info("Shard {}: following from number {}", keys.shard(), lastNumber());
        }
        live = true;
        while (closing.getCount() > 0) {
          read(connection);
        }
      } catch (InterruptedException e) {
        log.debug("Shard {}: no longer followed", keys.shard());
      } catch (RedisException | ExecutionException | TimeoutException e) {
        lost(e);
      } catch (RuntimeException e) {
        log.error("Shard {}: a slice cannot be followed", keys.shard(), e);
        lost(e);
      }
    }
  }

  // The library takes a generic array, which no caller can make without this.
  @SuppressWarnings("unchecked")
  private void read(StatefulRedisConnection<String, byte[]> connection)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<StreamMessage<String, byte[]>> messages =
        connection
            .async()
            .xread(
                XReadArgs.Builder.block(idleCheck).count(READ_COUNT),
                XReadArgs.StreamOffset.from(keys.outcomes(), cursor.toString()))
            .get(idleCheck.plus(callTimeout).toMillis(), TimeUnit.MILLISECONDS);
    if (messages == null || messages.isEmpty()) {
      catchUpIfBehind();
      return;
    }
    for (StreamMessage<String, byte[]> message : messages) {
      EntryId id = EntryId.parse(message.getId());
      receive(SliceMessage.fromFields(keys.shard(), id, message.getBody()));
      cursor = id;
    }
  }

  private void receive(SliceMessage slice) {
    if (slice.lastNumber() <= lastNumber()) {
      return;
    }
    if (slice.firstNumber() != lastNumber() + 1) {
      log.warn(
          "Shard {}: {} follows {}: reading the journal",
          keys.shard(),
          slice.firstNumber(),
          lastNumber());
      catchUp();
    }
    if (slice.lastNumber() <= lastNumber()) {
      return;
    }
    if (slice.firstNumber() != lastNumber() + 1) {
      // The journal is away. Who asks for what is between is answered from there later.
      memory.restart(new JournalSlices.Position(EntryId.ZERO, slice.firstNumber() - 1));
    }
    add(slice);
  }

  /**
   * Looks at the journal from time to time: the drain may have died between journal and stream, or
   * Redis may be away. A thread of its own, so that a database that hangs delays nothing else.
   */
  private void watchJournal() {
    try {
      while (!closing.await(idleCheck.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          journalNumber = journal.position(keys.shard()).lastNumber();
          paused = journal.isPaused(keys.shard());
        } catch (DataAccessException | TransactionException e) {
          log.debug("Shard {}: the journal is away", keys.shard(), e);
        } catch (RuntimeException e) {
          log.error("Shard {}: the journal cannot be watched", keys.shard(), e);
        }
      }
    } catch (InterruptedException e) {
      log.debug("Shard {}: the journal is no longer watched", keys.shard());
    }
  }

  private void catchUpIfBehind() {
    if (journalNumber > lastNumber()) {
      catchUp();
    }
  }

  /** Reads from the journal what memory lacks; what comes from Redis does not depend on it. */
  private void catchUp() {
    try {
      catchUpWithJournal();
    } catch (DataAccessException | TransactionException e) {
      log.debug("Shard {}: the journal is away", keys.shard(), e);
    }
  }

  private void catchUpWithJournal() {
    long known = lastNumber();
    if (journal.position(keys.shard()).lastNumber() <= known) {
      return;
    }
    List<SliceMessage> next = journal.listFrom(keys.shard(), known + 1, CATCH_UP_MAX + 1);
    if (next.size() > CATCH_UP_MAX) {
      jump();
      return;
    }
    next.forEach(this::receiveNext);
  }

  /** Far behind: only the newest slices are worth reading. */
  private void jump() {
    List<SliceMessage> newest = journal.listNewest(keys.shard(), CATCH_UP_MAX).reversed();
    SliceMessage first = newest.getFirst();
    memory.restart(new JournalSlices.Position(EntryId.ZERO, first.firstNumber() - 1));
    newest.forEach(this::receiveNext);
  }

  private void receiveNext(SliceMessage slice) {
    if (slice.firstNumber() == lastNumber() + 1) {
      add(slice);
    }
  }

  private void add(SliceMessage slice) {
    memory.add(slice);
    if (cursor.compareTo(slice.lastEntry()) < 0) {
      cursor = slice.lastEntry();
    }
    waiters.wakeUpTo(slice.lastEntry());
    settlements.heard();
  }

  private long lastNumber() {
    return memory.position().lastNumber();
  }

  private void lost(Exception e) {
    if (live) {
      log.warn("Shard {}: the outcome stream is lost: {}", keys.shard(), String.valueOf(e));
    }
    live = false;
    catchUpIfBehind();
    pause();
  }

  private void pause() {
    try {
      if (closing.await(500, TimeUnit.MILLISECONDS)) {
        log.debug("Shard {}: closing", keys.shard());
      }
    } catch (InterruptedException e) {
      log.debug("Shard {}: closing", keys.shard(), e);
    }
  }
}
