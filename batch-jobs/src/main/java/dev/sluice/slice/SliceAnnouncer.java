package dev.sluice.slice;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.log.ShardLog;
import dev.sluice.stream.OutcomeStream;
import dev.sluice.stream.ShardRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes committed slices to the outcome stream, then trims the request stream, in order, while
 * later slices are decided and written. If it fails, what it left is completed from the journal by
 * the next verification.
 */
public final class SliceAnnouncer implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  private final ShardRedis redis;
  private final OutcomeStream outcomes;
  private final Duration closeMax;
  private final SliceListener listener;
  private final BlockingQueue<CommittedSlice> committed = new ArrayBlockingQueue<>(2);
  private final Thread thread;
  private volatile EntryId trimmed;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean closed;
  private Instant now;

  /**
   * Goes on where a verification ended; {@link #start()} begins.
   *
   * @param now the database's clock
   * @param closeMax how long closing waits for what was handed over
   */
  public SliceAnnouncer(
      ShardRedis redis,
      OutcomeStream outcomes,
      EntryId watermark,
      Instant now,
      Duration closeMax,
      SliceListener listener) {
    this.redis = redis;
    this.outcomes = outcomes;
    this.closeMax = closeMax;
    this.listener = listener;
    this.trimmed = watermark;
    this.now = now;
    this.thread =
        Thread.ofPlatform()
            .name("slice-announcer-" + redis.keys().shard())
            .daemon()
            .unstarted(this::run);
  }

  public SliceAnnouncer start() {
    thread.start();
    return this;
  }

  /**
   * Hands over a slice, waiting while two others are under way.
   *
   * @throws RuntimeException what an earlier slice failed with
   */
  public void announce(CommittedSlice slice) throws InterruptedException {
    do {
      throwFailure();
    } while (!committed.offer(slice, 100, TimeUnit.MILLISECONDS));
  }

  /**
   * Fails if announcing has failed.
   *
   * @throws RuntimeException what it failed with
   */
  public void throwFailure() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    if (!closed && thread.getState() == Thread.State.TERMINATED) {
      throw new IllegalStateException("Announcing has ended, and did not say why");
    }
  }

  /** The last entry up to which the request stream was trimmed. */
  public EntryId trimmed() {
    return trimmed;
  }

  /** Ends after the slices that were handed over, unless one fails or takes too long. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(closeMax)) {
        thread.interrupt();
        thread.join(POLL);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    ShardLog.shard(redis.keys().shard());
    try {
      while (!closed || !committed.isEmpty()) {
        CommittedSlice slice = committed.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (slice != null) {
          announceAndTrim(slice);
        } else {
          outcomes.retry(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      // Who hands slices over would wait for this thread, and keep the lease meanwhile.
      failure = new IllegalStateException("Announcing ended", e);
      throw e;
    }
  }

  /** Without memory the slice is left out and trimmed all the same: that is what gives memory. */
  private void announceAndTrim(CommittedSlice slice) {
    SliceMessage message = slice.message();
    ShardLog.slice(message.firstNumber());
    now = message.decidedAt();
    outcomes.append(message);
    listener.announced(slice);
    redis.trimThrough(message.lastEntry());
    trimmed = message.lastEntry();
    listener.trimmed(slice);
  }
}
