package dev.sluice.drain;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.ShardKeys;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.context.SmartLifecycle;

/**
 * Sees to it that every shard with work is drained by one node. Whoever triggers it calls {@link
 * #tick()}; a call costs one round trip to Redis while there is nothing to do. Thread-safe.
 */
public final class Drains implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Drains.class);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);

  private final DrainRuns runs;
  private final Leases leases;
  private final Shards shards;
  private final StatefulRedisConnection<String, String> redis;
  private final JobOperator operator;
  private final JobRepository repository;
  private final Job drain;
  private final Map<Integer, String> scripts = new HashMap<>();
  private List<Integer> ids = List.of();
  private long idsRead;
  private boolean failing;
  private volatile boolean started;

  Drains(
      DrainRuns runs,
      Leases leases,
      Shards shards,
      StatefulRedisConnection<String, String> redis,
      JobOperator operator,
      JobRepository repository,
      Job drain) {
    this.runs = runs;
    this.leases = leases;
    this.shards = shards;
    this.redis = redis;
    this.operator = operator;
    this.repository = repository;
    this.drain = drain;
  }

  /**
   * Starts a drain for each shard that has requests, or whose Redis must be verified or lacks
   * outcomes, unless one runs here or elsewhere. Does nothing while a server does not answer.
   */
  public synchronized void tick() {
    if (!started) {
      return;
    }
    try {
      List<Integer> idle = listIds().stream().filter(shard -> !runs.isRunning(shard)).toList();
      for (int shard : listNeedy(idle)) {
        start(shard);
      }
      failing = false;
    } catch (RuntimeException e) {
      complain(e);
    }
  }

  /** The next tick tries again; several a second need not all say so. */
  private void complain(RuntimeException e) {
    if (failing) {
      log.debug("It is still not known which shards need a drain", e);
    } else {
      log.warn("It is not known which shards need a drain; every tick asks again", e);
    }
    failing = true;
  }

  /** Shards that this process drains now. */
  public Set<Integer> listRunning() {
    return runs.shards();
  }

  /** Shards that do not go on until a person has looked, each with the reason. */
  public SortedMap<Integer, String> listPaused() {
    return shards.listPauses();
  }

  @Override
  public synchronized void start() {
    runs.start();
    ids = List.of();
    started = true;
  }

  /** Lets every drain end after its slice, and waits for it. */
  @Override
  public void stop() {
    started = false;
    runs.stop();
    awaitTick();
    runs.awaitEnd(STOP_MAX);
  }

  /** A tick that is under way may begin drains yet. */
  private synchronized void awaitTick() {
    started = false;
  }

  @Override
  public boolean isRunning() {
    return started;
  }

  private void start(int shard) {
    runs.begin(shard);
    // A lease may wait for a frozen holder's row lock: no other shard waits with it.
    Thread.ofPlatform().name("drain-" + shard).start(() -> run(shard));
  }

  /** One execution, from its lease to the end of it, whatever happens in between. */
  private void run(int shard) {
    try {
      leases.tryTake(shard).ifPresent(this::run);
    } catch (RuntimeException e) {
      log.error("The drain of shard {} did not run", shard, e);
    } finally {
      runs.end(shard);
    }
  }

  private void run(Lease lease) {
    runs.add(lease);
    try {
      if (!started) {
        return;
      }
      failStale(lease);
      operator.start(drain, DrainJob.parameters(lease));
    } catch (JobExecutionException e) {
      log.error("The drain of shard {} did not run", lease.shard(), e);
    } finally {
      leases.release(lease);
    }
  }

  /** Executions of the shard that the metadata take for running died with their process. */
  private void failStale(Lease lease) {
    for (JobExecution stale : repository.findRunningJobExecutions(DrainJob.NAME)) {
      if (DrainJob.shard(stale.getJobParameters()) == lease.shard()) {
        fail(stale, ExitStatus.FAILED.addExitDescription("lease " + lease.fence() + " took over"));
        log.warn("Drain execution {} of shard {} had died", stale.getId(), lease.shard());
      }
    }
  }

  private void fail(JobExecution stale, ExitStatus exit) {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    for (StepExecution step : stale.getStepExecutions()) {
      if (step.getStatus().isRunning()) {
        step.setStatus(BatchStatus.FAILED);
        step.setExitStatus(exit);
        step.setEndTime(now);
        repository.update(step);
      }
    }
    stale.setStatus(BatchStatus.FAILED);
    stale.setExitStatus(exit);
    stale.setEndTime(now);
    repository.update(stale);
  }

  private List<Integer> listIds() {
    long now = System.nanoTime();
    if (ids.isEmpty() || now - idsRead > Duration.ofMinutes(1).toNanos()) {
      ids = shards.listIds();
      idsRead = now;
    }
    return ids;
  }

  /** Shards with entries, whose append script or marker is missing, or outcomes. */
  private List<Integer> listNeedy(List<Integer> idle) {
    RedisAsyncCommands<String, String> commands = redis.async();
    var lengths = new ArrayList<RedisFuture<Long>>();
    var markers = new ArrayList<RedisFuture<Long>>();
    var incomplete = new ArrayList<RedisFuture<Long>>();
    var loaded = new ArrayList<RedisFuture<List<Boolean>>>();
    for (int shard : idle) {
      var keys = new ShardKeys(shard);
      lengths.add(commands.xlen(keys.requests()));
      markers.add(commands.exists(keys.verified()));
      incomplete.add(commands.exists(ShardRedis.incompleteKey(keys)));
      loaded.add(commands.scriptExists(sha(shard, commands)));
    }
    var needy = new ArrayList<Integer>();
    for (int i = 0; i < idle.size(); i++) {
      if (get(lengths.get(i)) > 0
          || get(markers.get(i)) == 0
          || get(incomplete.get(i)) > 0
          || !get(loaded.get(i)).getFirst()) {
        needy.add(idle.get(i));
      }
    }
    return needy;
  }

  private String sha(int shard, RedisAsyncCommands<String, String> commands) {
    return scripts.computeIfAbsent(shard, id -> commands.digest(AppendScript.forShard(id)));
  }

  private static <T> T get(RedisFuture<T> future) {
    try {
      return future.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LeaseUnavailableException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new LeaseUnavailableException(e);
    }
  }
}
