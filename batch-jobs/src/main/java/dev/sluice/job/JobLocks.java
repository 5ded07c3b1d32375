package dev.sluice.job;

import java.util.Optional;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisOutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks in Redis that executions run under, renewed for as long as their process lives. They keep
 * two nodes from doing the same work, and tell whose process has died; nothing is wrong where one
 * is lost, since every job may run twice. Thread-safe.
 */
public final class JobLocks {

  private static final Logger log = LoggerFactory.getLogger(JobLocks.class);

  private final RedissonClient redisson;

  public JobLocks(RedissonClient redisson) {
    this.redisson = redisson;
  }

  /** Name of the lock of a job of which one run is enough in the whole cluster. */
  public static String ofJob(String job) {
    return "sluice:job:" + job;
  }

  /** Whether anybody has it, this process or another. */
  public boolean isTaken(String name) {
    return redisson.getLock(name).isLocked();
  }

  /**
   * Takes a lock, to be given back on the same thread. A Redis without memory has no locks: there
   * it is as good as taken, and two nodes may run.
   *
   * @return empty if somebody has it
   */
  public Optional<Held> tryTake(String name) {
    RLock lock = redisson.getLock(name);
    try {
      return lock.tryLock() ? Optional.of(new Held(name, lock, true)) : Optional.empty();
    } catch (RedisOutOfMemoryException e) {
      return Optional.of(new Held(name, lock, false));
    }
  }

  /**
   * A lock that this thread may work under.
   *
   * @param name its name
   * @param lock in Redis
   * @param isExclusive whether nobody else can have it
   */
  public record Held(String name, RLock lock, boolean isExclusive) implements AutoCloseable {

    @Override
    public void close() {
      if (!isExclusive) {
        return;
      }
      try {
        lock.unlock();
      } catch (RedisOutOfMemoryException e) {
        // Counting down what counts the holdings needs memory; deleting it does not.
        lock.forceUnlock();
      } catch (IllegalMonitorStateException e) {
        log.info("Lock {} had ended before it was given back: {}", name, e.getMessage());
      }
    }
  }
}
