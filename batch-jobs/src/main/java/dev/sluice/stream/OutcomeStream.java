package dev.sluice.stream;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.journal.Journal;
import dev.sluice.stream.ShardRedis.Announced;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcome stream of a shard as its drain writes it: the journal's slices, in order, with no gap
 * behind the first that it still has. While Redis has no memory for a slice, none behind it is
 * appended either; the journal fills the gap later. For one thread at a time.
 */
public final class OutcomeStream {

  private static final Logger log = LoggerFactory.getLogger(OutcomeStream.class);
  private static final int SLICES_PER_READ = 8;
  private static final int SLICES_BETWEEN_MEASUREMENTS = 32;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ShardRedis redis;
  private final Journal journal;
  private final Retention retention;
  private boolean complete;
  private long tried;
  private int appended;

  /** Knows nothing yet: {@link #complete} comes first. */
  OutcomeStream(ShardRedis redis, Journal journal, Retention retention) {
    this.redis = redis;
    this.journal = journal;
    this.retention = retention;
  }

  /** The oldest entry within the retention. */
  static EntryId oldest(Duration retention, Instant now) {
    return new EntryId(Math.max(0, now.minus(retention).toEpochMilli()), 0);
  }

  /** Whether every slice that was committed is there, as far as this drain knows. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Appends what the journal has after the stream's last id, within the retention.
   *
   * @param now the database's clock
   */
  void complete(Instant now) {
    tried = System.nanoTime();
    int shard = redis.keys().shard();
    EntryId oldest = oldest(retention.outcomes(), now);
    EntryId last = redis.lastOutcome();
    EntryId after = last.compareTo(oldest) < 0 ? oldest : last;
    List<SliceMessage> missing = journal.listAfterEntry(shard, after, SLICES_PER_READ);
    while (!missing.isEmpty()) {
      for (SliceMessage slice : missing) {
        if (!announce(slice, oldest)) {
          return;
        }
      }
      missing = journal.listAfterEntry(shard, missing.getLast().lastEntry(), SLICES_PER_READ);
    }
    if (redis.incomplete().clear()) {
      log.info("The outcome stream of shard {} is complete again", shard);
    }
    complete = true;
  }

  /** Tries again to complete the stream, unless it was tried a moment ago. */
  public void retry(Instant now) {
    if (!complete && System.nanoTime() - tried > PAUSE.toNanos()) {
      complete(now);
    }
  }

  /** Appends a committed slice, or leaves it to a later call while there is no memory. */
  public void append(SliceMessage slice) {
    if (complete) {
      announce(slice, oldest(retention.outcomes(), slice.decidedAt()));
    } else {
      retry(slice.decidedAt());
    }
  }

  private boolean announce(SliceMessage slice, EntryId oldest) {
    if (redis.announce(slice, oldest) == Announced.OUT_OF_MEMORY) {
      // Before the slice's requests are trimmed, so that a tick knows of it, whatever dies next.
      if (redis.incomplete().set()) {
        log.warn(
            "Redis has no memory for the outcomes of shard {}: readers use the journal from number"
                + " {}",
            slice.shard(),
            slice.firstNumber());
      }
      complete = false;
      return false;
    }
    if (appended++ % SLICES_BETWEEN_MEASUREMENTS == 0) {
      bound();
    }
    return true;
  }

  private void bound() {
    long bytes = redis.outcomeBytes();
    long max = retention.outcomeStreamMax().toBytes();
    if (bytes > max) {
      redis.shortenOutcomes(redis.outcomeLength() * max / bytes);
    }
  }
}
