package dev.sluice.shard;

import dev.sluice.contract.stream.ShardKeys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.api.RFuture;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.RedisOutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes and returns leases. A Redis without memory refuses locks; draining is what gives it memory,
 * so a lease is then taken by the fence alone, of a shard that nobody has been seen to drain for a
 * lease's length. Thread-safe.
 */
public final class Leases {

  private static final Logger log = LoggerFactory.getLogger(Leases.class);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  private final RedissonClient redisson;
  private final JdbcOperations jdbc;
  private final TransactionOperations transactions;
  private final Duration length;
  private final Map<Integer, Sight> seen = new ConcurrentHashMap<>();

  /**
   * Takes nothing yet.
   *
   * @param length of a lease, which the lock outlives its holder by
   */
  public Leases(
      RedissonClient redisson,
      JdbcOperations jdbc,
      TransactionOperations transactions,
      Duration length) {
    this.redisson = redisson;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.length = length;
  }

  /**
   * Takes the lease of a shard and raises its fence; empty if somebody holds it or the shard is
   * paused.
   *
   * @throws LeaseUnavailableException if Redis does not say
   * @throws UnreadableShardException if there is no such row; or if it makes no sense, and then the
   *     shard is paused
   */
  public Optional<Lease> tryTake(int shard) {
    var shards = new Shards(jdbc);
    if (shards.findPause(shard) != null) {
      return Optional.empty();
    }
    RLock lock = redisson.getLock(new ShardKeys(shard).lease());
    boolean locked;
    try {
      if (!tryLock(lock, shard)) {
        return Optional.empty();
      }
      locked = true;
    } catch (LeaseUnavailableException e) {
      if (!isOutOfMemory(e)) {
        throw e;
      }
      if (!isLeftAlone(shard, shards)) {
        return Optional.empty();
      }
      log.warn("Redis has no memory for the lease of shard {}: its fence alone is raised", shard);
      locked = false;
    }
    seen.remove(shard);
    try {
      ShardState state = transactions.execute(status -> shards.raiseFence(shard));
      if (state == null) {
        throw new IllegalStateException("Raising the fence of shard " + shard + " gave nothing");
      }
      return Optional.of(new Lease(shard, state.fence(), locked ? lock : null));
    } catch (RuntimeException e) {
      if (locked) {
        release(shard, lock);
      }
      if (e instanceof UnreadableShardException) {
        // Else every tick would find out again.
        shards.pause(shard, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * Whether the shard has stood still for a lease's length. Redis refuses a lock for want of memory
   * only if nobody has it; but who drains by the fence alone has none.
   */
  private boolean isLeftAlone(int shard, Shards shards) {
    ShardState state = transactions.execute(status -> shards.lock(shard).state());
    if (state == null) {
      throw new IllegalStateException("Reading shard " + shard + " gave nothing");
    }
    Sight now = new Sight(state.fence(), state.lastNumber(), System.nanoTime());
    Sight before = seen.putIfAbsent(shard, now);
    if (before == null || !before.isSameAs(now)) {
      seen.put(shard, now);
      return false;
    }
    return now.at - before.at > length.toNanos();
  }

  private static boolean isOutOfMemory(LeaseUnavailableException e) {
    return NestedExceptionUtils.getMostSpecificCause(e) instanceof RedisOutOfMemoryException;
  }

  /** Gives the lease back; harmless if it is lost already. */
  public void release(Lease lease) {
    RLock lock = lease.lock();
    if (lock != null) {
      release(lease.shard(), lock);
    }
  }

  private static boolean tryLock(RLock lock, int shard) {
    RFuture<Boolean> locking;
    try {
      locking = lock.tryLockAsync(0, -1, TimeUnit.MILLISECONDS, owner(shard));
    } catch (RedisException e) {
      // Connecting for the first time is not put off.
      throw new LeaseUnavailableException(e);
    }
    try {
      return await(locking);
    } catch (LeaseUnavailableException e) {
      // If Redis carries it out after all, this process would renew for ever what nobody uses.
      var _ =
          locking.thenAccept(
              taken -> {
                if (taken) {
                  var _ = lock.unlockAsync(owner(shard));
                }
              });
      throw e;
    }
  }

  private static void release(int shard, RLock lock) {
    try {
      await(lock.unlockAsync(owner(shard)));
    } catch (LeaseUnavailableException e) {
      if (isOutOfMemory(e)) {
        // Counting down what counts the holdings needs memory; deleting it does not.
        forceRelease(shard, lock);
      } else if (NestedExceptionUtils.getMostSpecificCause(e)
          instanceof IllegalMonitorStateException) {
        log.info("The lease of shard {} had ended before it was released", shard);
      } else {
        log.warn("The lease of shard {} was not released: it ends by itself", shard, e);
      }
    }
  }

  /** If another has it by now, that one's lock is lost, and its fence is not. */
  private static void forceRelease(int shard, RLock lock) {
    try {
      await(lock.forceUnlockAsync());
    } catch (LeaseUnavailableException e) {
      log.warn("The lease of shard {} was not released: it ends by itself", shard, e);
    }
  }

  /** Redisson knows holders by client and thread; a shard's number stands for the thread. */
  private static long owner(int shard) {
    return -1L - shard;
  }

  private static <T> T await(RFuture<T> future) {
    try {
      return future.toCompletableFuture().get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LeaseUnavailableException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new LeaseUnavailableException(e);
    }
  }

  /** Where a shard was when it was looked at. */
  private record Sight(long fence, long lastNumber, long at) {

    private boolean isSameAs(Sight other) {
      return fence == other.fence && lastNumber == other.lastNumber;
    }
  }
}
