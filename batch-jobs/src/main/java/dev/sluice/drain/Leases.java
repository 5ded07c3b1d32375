package dev.sluice.drain;

import dev.sluice.contract.ShardKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.api.RFuture;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** Takes and returns leases. Thread-safe. */
public final class Leases {

  private static final Logger log = LoggerFactory.getLogger(Leases.class);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  private final RedissonClient redisson;
  private final JdbcOperations jdbc;
  private final TransactionOperations transactions;

  Leases(RedissonClient redisson, JdbcOperations jdbc, TransactionOperations transactions) {
    this.redisson = redisson;
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /**
   * Takes the lease of a shard and raises its fence; empty if somebody holds it or the shard is
   * paused.
   */
  Optional<Lease> tryTake(int shard) {
    var shards = new Shards(jdbc);
    if (shards.findPause(shard) != null) {
      return Optional.empty();
    }
    RLock lock = redisson.getLock(new ShardKeys(shard).lease());
    if (!tryLock(lock, shard)) {
      return Optional.empty();
    }
    try {
      ShardState state = transactions.execute(status -> shards.raiseFence(shard));
      if (state == null) {
        throw new IllegalStateException("Raising the fence of shard " + shard + " gave nothing");
      }
      return Optional.of(new Lease(shard, state.fence(), lock));
    } catch (RuntimeException e) {
      release(shard, lock);
      throw e;
    }
  }

  /** Gives the lease back; harmless if it is lost already. */
  void release(Lease lease) {
    release(lease.shard(), lease.lock());
  }

  private static boolean tryLock(RLock lock, int shard) {
    RFuture<Boolean> locking = lock.tryLockAsync(0, -1, TimeUnit.MILLISECONDS, owner(shard));
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
      if (NestedExceptionUtils.getMostSpecificCause(e) instanceof IllegalMonitorStateException) {
        log.info("The lease of shard {} had ended before it was released", shard);
      } else {
        log.warn("The lease of shard {} was not released: it ends by itself", shard, e);
      }
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
}
