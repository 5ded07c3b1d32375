package dev.sluice.publication;

import dev.sluice.contract.ShardKeys;
import dev.sluice.metadata.StaleExecutions;
import dev.sluice.publication.Publications.Behind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisOutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;

/**
 * Sees to shards whose outcomes are not all on Kafka while nobody drains them: a running drain
 * publishes by itself. Takes no lease, so a dead broker never keeps requests waiting; if a drain
 * starts meanwhile, events may go out twice, each time in order.
 */
public final class OutcomeRelay {

  private static final Logger log = LoggerFactory.getLogger(OutcomeRelay.class);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  private final Publications publications;
  private final RedissonClient redisson;
  private final JobOperator operator;
  private final Job job;
  private final Map<Integer, Pause> pauses = new HashMap<>();
  private boolean failing;

  OutcomeRelay(Publications publications, RedissonClient redisson, JobOperator operator, Job job) {
    this.publications = publications;
    this.redisson = redisson;
    this.operator = operator;
    this.job = job;
  }

  /**
   * Relays whatever is behind, one shard after another; returns at once if nothing is. Leaves to
   * the next tick what a server that does not answer keeps it from.
   */
  public synchronized void tick() {
    try {
      for (Behind shard : publications.listBehind()) {
        Pause pause = pauses.get(shard.shard());
        if (pause == null || pause.isOver()) {
          relay(shard, pause);
        }
      }
      failing = false;
    } catch (RuntimeException e) {
      complain(e);
    }
  }

  private void complain(RuntimeException e) {
    if (failing) {
      log.debug("Outcomes that are behind are still not relayed", e);
    } else {
      log.warn("Outcomes that are behind are not relayed; every tick tries again", e);
    }
    failing = true;
  }

  private void relay(Behind behind, @Nullable Pause before) {
    var keys = new ShardKeys(behind.shard());
    RLock lock = redisson.getLock(keys.relay());
    if (redisson.getLock(keys.lease()).isLocked() || !tryLock(lock)) {
      return;
    }
    boolean done = false;
    try {
      done = run(behind);
    } finally {
      if (done) {
        pauses.remove(behind.shard());
      } else {
        pauses.put(behind.shard(), Pause.after(before));
      }
      release(lock);
    }
  }

  /** Without memory in Redis there is no lock: two relays send twice, each in order. */
  private static boolean tryLock(RLock lock) {
    try {
      return lock.tryLock();
    } catch (RedisOutOfMemoryException e) {
      return true;
    }
  }

  private static void release(RLock lock) {
    try {
      lock.unlock();
    } catch (RedisOutOfMemoryException e) {
      // Counting down needs memory, deleting does not.
      lock.forceUnlock();
    } catch (IllegalMonitorStateException e) {
      log.info("The lock of a relay had ended before it: {}", e.getMessage());
    }
  }

  private boolean run(Behind behind) {
    try {
      return operator
              .start(
                  job,
                  new JobParametersBuilder()
                      .addLong(RelayTasklet.SHARD, (long) behind.shard())
                      .addLong(RelayTasklet.FENCE, behind.fence())
                      .addLong("launch", System.currentTimeMillis())
                      .addString(StaleExecutions.LOCK, new ShardKeys(behind.shard()).relay(), false)
                      .toJobParameters())
              .getStatus()
          == BatchStatus.COMPLETED;
    } catch (JobExecutionException e) {
      log.error("The relay of shard {} did not run", behind.shard(), e);
      return false;
    }
  }

  /** How long a shard is left alone after a failure: twice as long each time. */
  private record Pause(long since, Duration length) {

    private static Pause after(@Nullable Pause before) {
      Duration doubled = before == null ? Duration.ofSeconds(1) : before.length.multipliedBy(2);
      return new Pause(System.nanoTime(), doubled.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : doubled);
    }

    private boolean isOver() {
      return System.nanoTime() - since > length.toNanos();
    }
  }
}
