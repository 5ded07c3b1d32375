package dev.sluice.index;

import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.job.Executions;
import dev.sluice.job.JobLocks;
import dev.sluice.job.RunParameters;
import dev.sluice.shard.KnownShards;
import dev.sluice.shard.Shards;
import dev.sluice.stream.ShardFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecutionException;

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
  private final KnownShards known;
  private final Shards shards;
  private final ShardFigures figures;
  private final JobLocks locks;
  private final Executions executions;
  private final Job job;
  private long purgeLooked = System.nanoTime();
  private volatile SortedMap<Integer, IdMemory> seen = new TreeMap<>();

  RequestIds(
      RequestIndexer indexer,
      KnownShards known,
      Shards shards,
      ShardFigures figures,
      JobLocks locks,
      Executions executions,
      Job job) {
    this.indexer = indexer;
    this.known = known;
    this.shards = shards;
    this.figures = figures;
    this.locks = locks;
    this.executions = executions;
    this.job = job;
  }

  /**
   * Looks after whatever needs it; one command a shard if nothing does. For one thread at a time.
   *
   * @throws RuntimeException if a server does not answer
   */
  void look() {
    List<Integer> all = known.listIds();
    boolean purging = System.nanoTime() - purgeLooked > PURGE_INTERVAL.toNanos();
    Map<Integer, IdMemory> ids = figures.listIds(all);
    seen = new TreeMap<>(ids);
    var needy = new ArrayList<Integer>();
    for (int shard : all) {
      IdMemory memory = ids.get(shard);
      boolean wanting = memory != null && isNeedy(shard, memory);
      if (wanting || (purging && indexer.isPurgeDue(shard))) {
        needy.add(shard);
      }
    }
    if (purging) {
      purgeLooked = System.nanoTime();
    }
    needy.forEach(this::run);
  }

  /** The memory of every shard, as the last tick saw it that could. */
  public SortedMap<Integer, IdMemory> lastSeen() {
    return Collections.unmodifiableSortedMap(seen);
  }

  private boolean isNeedy(int shard, IdMemory memory) {
    long now = Instant.now().minus(SKEW).toEpochMilli();
    boolean indexable =
        memory.isIndexWanted() && memory.isOldDecided(shards.get(shard).watermark());
    return indexable || !memory.dropped().isEmpty() || !memory.at(now, EntryId.ZERO).equals(memory);
  }

  /** Where a Redis without memory has no lock, two indexers do no harm: one of them fails. */
  private void run(int shard) {
    Optional<JobLocks.Held> taken = locks.tryTake(new ShardKeys(shard).indexing());
    if (taken.isEmpty()) {
      return;
    }
    try (JobLocks.Held lock = taken.get()) {
      executions.run(job, RunParameters.ofLaunch(shard).toJobParameters(), lock.name());
    } catch (JobExecutionException e) {
      log.error("The request ids of shard {} are not looked after", shard, e);
    }
  }
}
