package dev.sluice.index;

import dev.sluice.contract.EntryId;
import dev.sluice.contract.IdMemory;
import dev.sluice.contract.ShardKeys;
import dev.sluice.metadata.StaleExecutions;
import dev.sluice.shard.Shards;
import dev.sluice.stream.ShardNeeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisOutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;

/**
 * Sees to shards whose request ids need it: that run the job {@code index-requests}, one after
 * another. It has nothing to do while Redis has room for the ids of the retention.
 */
public final class RequestIds {

  private static final Logger log = LoggerFactory.getLogger(RequestIds.class);

  /** How often it is looked whether the index has what is past its retention. */
  private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

  /** A clock of this process that is ahead is in no hurry. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final RequestIndexer indexer;
  private final Shards shards;
  private final ShardNeeds needs;
  private final RedissonClient redisson;
  private final JobOperator operator;
  private final Job job;
  private long purgeLooked = System.nanoTime();
  private boolean failing;
  private volatile SortedMap<Integer, IdMemory> seen = new TreeMap<>();

  RequestIds(
      RequestIndexer indexer,
      Shards shards,
      ShardNeeds needs,
      RedissonClient redisson,
      JobOperator operator,
      Job job) {
    this.indexer = indexer;
    this.shards = shards;
    this.needs = needs;
    this.redisson = redisson;
    this.operator = operator;
    this.job = job;
  }

  /**
   * Looks after whatever needs it; one round trip to Redis if nothing does. Leaves to the next tick
   * what a server that does not answer keeps it from.
   */
  public synchronized void tick() {
    try {
      List<Integer> all = shards.listIds();
      boolean purging = System.nanoTime() - purgeLooked > PURGE_INTERVAL.toNanos();
      Map<Integer, IdMemory> ids = needs.listIds(all);
      seen = new TreeMap<>(ids);
      var needy = new ArrayList<Integer>();
      for (int shard : all) {
        IdMemory memory = ids.get(shard);
        boolean needs = memory != null && isNeedy(shard, memory);
        if (needs || (purging && indexer.isPurgeDue(shard))) {
          needy.add(shard);
        }
      }
      if (purging) {
        purgeLooked = System.nanoTime();
      }
      needy.forEach(this::run);
      failing = false;
    } catch (RuntimeException e) {
      log.atLevel(failing ? Level.DEBUG : Level.WARN)
          .setCause(e)
          .log("Request ids are not looked after; every tick tries again");
      failing = true;
    }
  }

  /** The memory of every shard, as the last tick saw it that could. */
  public SortedMap<Integer, IdMemory> lastSeen() {
    return Collections.unmodifiableSortedMap(seen);
  }

  private boolean isNeedy(int shard, IdMemory memory) {
    EntryId end = memory.young().began();
    long now = Instant.now().minus(SKEW).toEpochMilli();
    boolean indexable =
        memory.isIndexWanted() && end != null && shards.get(shard).watermark().compareTo(end) >= 0;
    return indexable || !memory.dropped().isEmpty() || !memory.at(now, EntryId.ZERO).equals(memory);
  }

  private void run(int shard) {
    RLock lock = redisson.getLock(new ShardKeys(shard).indexing());
    if (!tryLock(lock)) {
      return;
    }
    try {
      operator.start(
          job,
          new JobParametersBuilder()
              .addLong(IndexTasklet.SHARD, (long) shard)
              .addLong("launch", System.currentTimeMillis())
              .addString(StaleExecutions.LOCK, new ShardKeys(shard).indexing(), false)
              .toJobParameters());
    } catch (JobExecutionException e) {
      log.error("The request ids of shard {} are not looked after", shard, e);
    } finally {
      release(lock);
    }
  }

  /** Without memory in Redis there is no lock: two indexers do no harm, one of them fails. */
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
      log.info("The lock of an indexer had ended before it: {}", e.getMessage());
    }
  }
}
