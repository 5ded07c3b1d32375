package dev.sluice.drain;

import dev.sluice.metadata.StaleExecutions;
import dev.sluice.shard.Lease;
import dev.sluice.shard.Leases;
import dev.sluice.shard.Shards;
import dev.sluice.stream.ShardNeeds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.context.SmartLifecycle;

/**
 * Sees to it that every shard with work is drained by one node. Its trigger calls {@link #tick()};
 * a call costs one round trip to Redis while there is nothing to do. Thread-safe.
 */
public final class Drains implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Drains.class);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);

  private final DrainRuns runs;
  private final Leases leases;
  private final Shards shards;
  private final ShardNeeds needs;
  private final JobOperator operator;
  private final StaleExecutions stale;
  private final Job drain;
  private final ShardConditions conditions;
  private List<Integer> ids = List.of();
  private long idsRead;
  private boolean failing;
  private volatile boolean started;
  private volatile long ticked = System.nanoTime();

  Drains(
      DrainRuns runs,
      Leases leases,
      Shards shards,
      ShardNeeds needs,
      JobOperator operator,
      StaleExecutions stale,
      Job drain,
      ShardConditions conditions) {
    this.runs = runs;
    this.leases = leases;
    this.shards = shards;
    this.needs = needs;
    this.operator = operator;
    this.stale = stale;
    this.drain = drain;
    this.conditions = conditions;
  }

  /**
   * Starts a drain for each shard that has requests, or whose Redis must be verified or lacks
   * outcomes, unless one runs here or elsewhere. Does nothing while a server does not answer.
   */
  public synchronized void tick() {
    if (!started) {
      ticked = System.nanoTime();
      return;
    }
    try {
      List<Integer> idle = listIds().stream().filter(shard -> !runs.isRunning(shard)).toList();
      List<Integer> needy = needs.listNeedy(idle);
      idle.stream().filter(shard -> !needy.contains(shard)).forEach(conditions::idle);
      needy.forEach(this::start);
      failing = false;
    } catch (RuntimeException e) {
      complain(e);
    } finally {
      ticked = System.nanoTime();
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

  /** How long ago the last tick ended, or this was made. A tick that hangs makes it grow. */
  public Duration sinceTick() {
    return Duration.ofNanos(System.nanoTime() - ticked);
  }

  /** How every shard is. Asks the database and Redis. */
  public SortedMap<Integer, ShardReport> report() {
    Map<Integer, Shards.Progress> all = shards.listProgress();
    Map<Integer, Instant> oldest = needs.listOldest(all.keySet());
    var reports = new TreeMap<Integer, ShardReport>();
    all.forEach(
        (shard, progress) ->
            reports.put(
                shard,
                new ShardReport(
                    runs.shards().contains(shard),
                    progress,
                    oldest.get(shard),
                    conditions.find(shard))));
    return reports;
  }

  /** Shards that this process drains now. */
  public Set<Integer> listRunning() {
    return runs.shards();
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
    boolean begun = false;
    try {
      // A lease may wait for a frozen holder's row lock: no other shard waits with it.
      Thread.ofPlatform().name("drain-" + shard).start(() -> run(shard));
      begun = true;
    } finally {
      if (!begun) {
        // There was no memory for a thread. Else it would count as begun for ever.
        runs.end(shard);
      }
    }
  }

  /** One execution, from its lease to the end of it, whatever happens in between. */
  private void run(int shard) {
    try {
      // The node that has it instead has its troubles, too.
      leases.tryTake(shard).ifPresentOrElse(this::run, () -> conditions.idle(shard));
    } catch (RuntimeException e) {
      conditions.retrying(shard, ShardConditions.reasonOf(e));
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
      endStale(lease);
      JobExecution execution = operator.start(drain, DrainJob.parameters(lease));
      throwError(execution);
      if (execution.getStatus().isUnsuccessful()) {
        conditions.retrying(lease.shard(), execution.getExitStatus().getExitDescription());
      }
    } catch (JobExecutionException e) {
      conditions.retrying(lease.shard(), String.valueOf(e.getMessage()));
      log.error("The drain of shard {} did not run", lease.shard(), e);
    } finally {
      leases.release(lease);
    }
  }

  /** Batch takes an Error for a failure of the job. It is the process's: its handler ends that. */
  private static void throwError(JobExecution execution) {
    for (Throwable failure : execution.getAllFailureExceptions()) {
      if (failure instanceof Error error) {
        throw error;
      }
    }
  }

  /** Executions of the shard that the metadata take for running died with their process. */
  private void endStale(Lease lease) {
    stale.end(
        DrainJob.NAME,
        execution -> DrainJob.shard(execution.getJobParameters()) == lease.shard(),
        "lease " + lease.fence() + " took over");
  }

  private List<Integer> listIds() {
    long now = System.nanoTime();
    if (ids.isEmpty() || now - idsRead > Duration.ofMinutes(1).toNanos()) {
      ids = shards.listIds();
      idsRead = now;
    }
    return ids;
  }
}
