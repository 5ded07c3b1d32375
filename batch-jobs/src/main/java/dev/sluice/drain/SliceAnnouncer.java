package dev.sluice.drain;

import dev.sluice.contract.EntryId;
import dev.sluice.contract.SliceMessage;
import dev.sluice.drain.ShardRedis.Announced;
import dev.sluice.journal.Journal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes committed slices to the outcome stream, then trims the request stream, in order, while the
 * next slice is decided. If it fails, what it left is completed from the journal by the next
 * verification.
 */
final class SliceAnnouncer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SliceAnnouncer.class);
  private static final int SLICES_BETWEEN_MEASUREMENTS = 32;

  private final ShardRedis redis;
  private final Journal journal;
  private final DrainSettings settings;
  private final SliceListener listener;
  private final BlockingQueue<SliceMessage> committed = new ArrayBlockingQueue<>(2);
  private final Thread thread;
  private volatile EntryId trimmed;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean closed;
  private boolean complete = true;
  private int slices;

  SliceAnnouncer(
      ShardRedis redis,
      Journal journal,
      EntryId watermark,
      DrainSettings settings,
      SliceListener listener) {
    this.redis = redis;
    this.journal = journal;
    this.settings = settings;
    this.listener = listener;
    this.trimmed = watermark;
    this.thread =
        Thread.ofPlatform()
            .name("slice-announcer-" + redis.keys().shard())
            .daemon()
            .unstarted(this::run);
  }

  SliceAnnouncer start() {
    thread.start();
    return this;
  }

  /**
   * Hands over a slice, waiting while two others are under way.
   *
   * @throws RuntimeException what an earlier slice failed with
   */
  void announce(SliceMessage slice) throws InterruptedException {
    do {
      throwFailure();
    } while (!committed.offer(slice, 100, TimeUnit.MILLISECONDS));
  }

  /**
   * Fails if announcing has failed.
   *
   * @throws RuntimeException what it failed with
   */
  void throwFailure() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  /** The last entry up to which the request stream was trimmed. */
  EntryId trimmed() {
    return trimmed;
  }

  /** Ends after the slices that were handed over, unless one fails. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(settings.retryDelayMax());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed || !committed.isEmpty()) {
        SliceMessage slice = closed ? committed.poll() : committed.take();
        if (slice != null) {
          announceAndTrim(slice);
        }
      }
    } catch (InterruptedException e) {
      drainRest();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void drainRest() {
    try {
      SliceMessage slice = committed.poll();
      while (slice != null) {
        announceAndTrim(slice);
        slice = committed.poll();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void announceAndTrim(SliceMessage slice) {
    EntryId oldest = RedisVerification.oldest(settings.outcomeRetention(), slice.decidedAt());
    if (!complete) {
      complete = catchUp(slice, oldest);
    }
    if (complete && redis.announce(slice, oldest) == Announced.OUT_OF_MEMORY) {
      log.warn(
          "Redis has no memory for the outcomes of shard {}: readers use the journal from number"
              + " {}",
          slice.shard(),
          slice.firstNumber());
      complete = false;
    }
    listener.announced(slice);
    redis.trimThrough(slice.lastEntry());
    trimmed = slice.lastEntry();
    listener.trimmed(slice);
    if (++slices % SLICES_BETWEEN_MEASUREMENTS == 0) {
      boundOutcomes();
    }
  }

  /** Appends what the journal has before a slice; false if there is still no memory for it. */
  private boolean catchUp(SliceMessage slice, EntryId oldest) {
    for (SliceMessage missed : journal.listAfterEntry(slice.shard(), redis.lastOutcome(), 64)) {
      if (redis.announce(missed, oldest) == Announced.OUT_OF_MEMORY) {
        return false;
      }
    }
    return redis.lastOutcome().compareTo(slice.lastEntry()) >= 0;
  }

  private void boundOutcomes() {
    long bytes = redis.outcomeBytes();
    long max = settings.outcomeStreamMax().toBytes();
    if (bytes > max) {
      redis.shortenOutcomes(redis.outcomeLength() * max / bytes);
    }
  }
}
