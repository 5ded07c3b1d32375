package dev.sluice.drain;

import dev.sluice.allocation.Incoming;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.log.ShardLog;
import dev.sluice.shard.Lease;
import dev.sluice.shard.LeaseLostException;
import dev.sluice.shard.ShardPausedException;
import dev.sluice.shard.UnreadableShardException;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.NextSlice;
import dev.sluice.slice.UndecidableSliceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Drains one shard under one lease: slice after slice, and back to a known state after any failure.
 * It never gives up on an entry for a failure of a server: it waits and tries again. For one
 * thread, but for {@link #stop()}.
 */
final class ShardDrain implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ShardDrain.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(50);

  private final Lease lease;
  private final DrainParts parts;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<EntryId, String> poison = new HashMap<>();
  private @Nullable DrainPipeline pipeline;
  private List<Incoming> pending = List.of();
  private Duration delay = FIRST_DELAY;
  private int entriesMax = Integer.MAX_VALUE;
  private int contradictions;
  private int faultsOfTheShard;
  private @Nullable Long failingSince;
  private boolean idle;

  ShardDrain(Lease lease, DrainParts parts) {
    this.lease = lease;
    this.parts = parts;
  }

  /**
   * Decides the next slice.
   *
   * @param wait how long for its first entry
   * @return the committed slice; empty if no entry came, or a failure was met and will be retried
   * @throws DrainGivenUpException if nothing but failures was met for the lease's length
   * @throws LeaseLostException if another holder has taken over
   * @throws ShardPausedException if the shard cannot go on without a person
   */
  Optional<CommittedSlice> next(Duration wait) throws InterruptedException {
    idle = false;
    try {
      DrainPipeline open = pipeline;
      if (open == null) {
        open = new DrainPipeline(lease, parts);
        pipeline = open;
      }
      return decideNext(open, wait);
    } catch (LeaseLostException | ShardPausedException | DrainGivenUpException e) {
      throw e;
    } catch (UnreadableShardException e) {
      recover(e);
      return Optional.empty();
    } catch (RuntimeException e) {
      tryAgain(e);
      return Optional.empty();
    }
  }

  /** Whether the last call waited for entries and none came: it did not fail on its way there. */
  boolean isIdle() {
    return idle;
  }

  /** Ends a wait; the next call finds the drain as it was. Any thread may call it. */
  void stop() {
    stopped.countDown();
  }

  @Override
  public void close() {
    closePipeline();
  }

  private Optional<CommittedSlice> decideNext(DrainPipeline open, Duration wait)
      throws InterruptedException {
    NextSlice next = open.next(pending, wait);
    pending = next.entries();
    if (pending.isEmpty()) {
      open.idle();
      if (!isTroubled() || open.isDrained()) {
        failingSince = null;
        parts.listener().idle(lease.shard());
        idle = true;
      }
      return Optional.empty();
    }
    CommittedSlice slice;
    try {
      slice = commit(open, next);
    } catch (LeaseLostException e) {
      throw e;
    } catch (RuntimeException e) {
      recover(e);
      return Optional.empty();
    }
    pending = pending.subList(slice.counts().drained(), pending.size());
    succeeded(slice.message());
    parts.listener().committed(slice);
    try {
      open.announce(slice);
    } catch (RuntimeException e) {
      // It is decided all the same; the next pipeline announces it from the journal.
      tryAgain(e);
    }
    return Optional.of(slice);
  }

  private CommittedSlice commit(DrainPipeline open, NextSlice next) {
    if (poison.isEmpty() && !isNarrowed()) {
      return open.commit(next);
    }
    List<Incoming> part =
        pending.subList(0, Math.min(entriesMax, pending.size())).stream()
            .map(this::withoutPoison)
            .toList();
    return open.commitAlone(part);
  }

  private void succeeded(SliceMessage slice) {
    ShardLog.slice(slice.firstNumber());
    poison.keySet().removeIf(entry -> entry.compareTo(slice.lastEntry()) <= 0);
    delay = FIRST_DELAY;
    contradictions = 0;
    faultsOfTheShard = 0;
    failingSince = null;
    entriesMax = entriesMax > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : entriesMax * 2;
  }

  /** What was not committed is read and decided again, as far as that can help. */
  private void recover(RuntimeException failure) throws InterruptedException {
    int tried = Math.min(entriesMax, pending.size());
    EntryId first = tried == 1 ? pending.getFirst().entry() : null;
    switch (FailureKind.of(failure)) {
      case POISON -> narrow(tried, first, failure);
      case CONTRADICTION -> {
        if (isNarrowed() || contradictions++ > 0) {
          narrow(tried, first, failure);
        } else {
          tryAgain(failure);
        }
      }
      case SECOND_SALE ->
          tryOnceMore("a seat would be sold twice: " + rootMessage(failure), failure);
      case SHARD -> tryOnceMore(String.valueOf(failure.getMessage()), failure);
      case SERVER -> tryAgain(failure);
    }
  }

  /** What is no entry's fault, and no server's, needs a person if reading again does not help. */
  private void tryOnceMore(String reason, RuntimeException failure) throws InterruptedException {
    if (faultsOfTheShard++ > 0) {
      throw pause(reason, failure);
    }
    tryAgain(failure);
  }

  /** Throws everything away that may be wrong, and waits a little. */
  private void tryAgain(RuntimeException failure) throws InterruptedException {
    closePipeline();
    parts.listener().retrying(lease.shard(), rootMessage(failure));
    giveUpIfTooLong(failure);
    log.warn(
        "Shard {} is tried again in {} ms: {}",
        lease.shard(),
        delay.toMillis(),
        rootMessage(failure),
        failure);
    if (!stopped.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
      Duration doubled = delay.multipliedBy(2);
      Duration max = parts.settings().retryDelayMax();
      delay = doubled.compareTo(max) > 0 ? max : doubled;
    }
  }

  /**
   * Its servers may be silent to this process only. The lease is renewed while the process lives,
   * so nobody else could try.
   */
  private void giveUpIfTooLong(RuntimeException failure) {
    Long since = failingSince;
    if (since == null) {
      failingSince = System.nanoTime();
    } else {
      Duration failing = Duration.ofNanos(System.nanoTime() - since);
      if (failing.compareTo(parts.settings().leaseLength()) > 0) {
        throw new DrainGivenUpException(lease, failing, failure);
      }
    }
  }

  /** Halves the slice until the entry that it fails on stands alone, which is then poison. */
  private void narrow(int tried, @Nullable EntryId first, RuntimeException failure) {
    closePipeline();
    parts.listener().retrying(lease.shard(), rootMessage(failure));
    if (first == null) {
      entriesMax = Math.max(1, tried / 2);
    } else if (poison.put(first, errorOf(failure)) != null) {
      throw pause(
          "entry %s cannot even be a dead letter: %s".formatted(first, rootMessage(failure)),
          failure);
    } else {
      log.error("Entry {} of shard {} is a dead letter", first, lease.shard(), failure);
    }
  }

  private ShardPausedException pause(String reason, RuntimeException failure) {
    parts.shards().pause(lease.shard(), reason);
    return new ShardPausedException(lease.shard(), reason, failure);
  }

  private Incoming withoutPoison(Incoming entry) {
    String error = poison.get(entry.entry());
    if (error == null) {
      return entry;
    }
    return switch (entry) {
      case Incoming.Readable(EntryId id, var _, Request request) ->
          new Incoming.Unreadable(StreamEntry.of(id, request), error);
      case Incoming.Repeated(EntryId id, var _, Request request, var _) ->
          new Incoming.Unreadable(StreamEntry.of(id, request), error);
      case Incoming.Unreadable unreadable -> unreadable;
    };
  }

  private void closePipeline() {
    pending = List.of();
    DrainPipeline open = pipeline;
    pipeline = null;
    if (open != null) {
      open.close();
    }
  }

  /** Whether entries failed and none was decided since: they may only not be read again yet. */
  private boolean isTroubled() {
    return failingSince != null || isNarrowed() || !poison.isEmpty();
  }

  private boolean isNarrowed() {
    return entriesMax < Integer.MAX_VALUE;
  }

  /** For clients too, so it says nothing of tables. */
  private static String errorOf(RuntimeException failure) {
    if (failure instanceof UndecidableSliceException) {
      return "the rules failed on it";
    }
    return FailureKind.of(failure) == FailureKind.POISON
        ? "the database refused one of its values"
        : "it contradicts what is stored";
  }

  private static String rootMessage(RuntimeException failure) {
    return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
  }
}
