package dev.sluice.publication;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.job.Executions;
import dev.sluice.job.JobLocks;
import dev.sluice.job.RunParameters;
import dev.sluice.publication.Publications.Behind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;

/**
 * Sees to shards whose outcomes are not all on Kafka while nobody drains them: a running drain
 * publishes by itself. Takes no lease, so a dead broker never keeps requests waiting; if a drain
 * starts meanwhile, events may go out twice, each time in order. For one thread at a time.
 */
final class OutcomeRelay {

  private static final Logger log = LoggerFactory.getLogger(OutcomeRelay.class);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  private final Publications publications;
  private final JobLocks locks;
  private final Executions executions;
  private final Job job;
  private final Map<Integer, Pause> pauses = new HashMap<>();

  OutcomeRelay(Publications publications, JobLocks locks, Executions executions, Job job) {
    this.publications = publications;
    this.locks = locks;
    this.executions = executions;
    this.job = job;
  }

  /** Relays whatever is behind, one shard after another; returns at once if nothing is. */
  void look() {
    for (Behind shard : publications.listBehind()) {
      Pause pause = pauses.get(shard.shard());
      if (pause == null || pause.isOver()) {
        relay(shard, pause);
      }
    }
  }

  private void relay(Behind behind, @Nullable Pause before) {
    var keys = new ShardKeys(behind.shard());
    if (locks.isTaken(keys.lease())) {
      return;
    }
    Optional<JobLocks.Held> taken = locks.tryTake(keys.relay());
    if (taken.isEmpty()) {
      return;
    }
    boolean done = false;
    try (JobLocks.Held lock = taken.get()) {
      done = run(behind, lock);
    } finally {
      if (done) {
        pauses.remove(behind.shard());
      } else {
        pauses.put(behind.shard(), Pause.after(before));
      }
    }
  }

  private boolean run(Behind behind, JobLocks.Held lock) {
    try {
      return executions.run(job, identity(behind), lock.name()).getStatus()
          == BatchStatus.COMPLETED;
    } catch (JobExecutionException e) {
      log.error("The relay of shard {} did not run", behind.shard(), e);
      return false;
    }
  }

  private static JobParameters identity(Behind behind) {
    return RunParameters.ofLaunch(behind.shard())
        .addLong(RunParameters.FENCE, behind.fence())
        .toJobParameters();
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
