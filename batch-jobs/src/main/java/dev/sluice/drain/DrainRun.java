package dev.sluice.drain;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.job.Executions;
import dev.sluice.log.ShardLog;
import dev.sluice.shard.Lease;
import dev.sluice.shard.Leases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;

/**
 * One drain of one shard: takes the lease, runs one execution under it, and gives the lease back,
 * whatever happens in between. Another thread may stop it.
 */
final class DrainRun {

  private static final Logger log = LoggerFactory.getLogger(DrainRun.class);

  private final int shard;
  private final Leases leases;
  private final DrainJob job;
  private final Executions executions;
  private final ShardConditions conditions;
  private volatile @Nullable DrainTasklet tasklet;
  private volatile boolean stopped;

  DrainRun(
      int shard, Leases leases, DrainJob job, Executions executions, ShardConditions conditions) {
    this.shard = shard;
    this.leases = leases;
    this.job = job;
    this.executions = executions;
    this.conditions = conditions;
  }

  int shard() {
    return shard;
  }

  /** Whether it has the lease. */
  boolean isDraining() {
    return tasklet != null;
  }

  /** Has it end after its slice. */
  void stop() {
    stopped = true;
    DrainTasklet running = tasklet;
    if (running != null) {
      running.stop();
    }
  }

  void run() {
    ShardLog.shard(shard);
    try {
      // The one who has it instead has its troubles, too.
      leases.tryTake(shard).ifPresentOrElse(this::drain, () -> conditions.idle(shard));
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      ShardLog.end();
    }
  }

  private void drain(Lease lease) {
    try {
      DrainTasklet drain = job.tasklet(lease);
      tasklet = drain;
      if (!stopped) {
        execute(lease, drain);
      }
    } catch (JobExecutionException e) {
      fail(e);
    } finally {
      leases.release(lease);
      tasklet = null;
    }
  }

  private void execute(Lease lease, DrainTasklet drain) throws JobExecutionException {
    String lock = new ShardKeys(shard).lease();
    executions.endDead(DrainJob.NAME, lock, "lease " + lease.fence() + " took over");
    JobExecution execution = executions.run(job.of(drain), DrainJob.identity(lease), lock);
    if (execution.getStatus().isUnsuccessful()) {
      conditions.retrying(shard, execution.getExitStatus().getExitDescription());
    }
  }

  /** Every tick begins another one: its trouble is told once. */
  private void fail(Exception e) {
    boolean known = conditions.find(shard) != null;
    conditions.retrying(shard, ShardConditions.reasonOf(e));
    log.atLevel(known ? Level.DEBUG : Level.ERROR)
        .setCause(e)
        .log("The drain of shard {} did not run; every tick tries again", shard);
  }
}
