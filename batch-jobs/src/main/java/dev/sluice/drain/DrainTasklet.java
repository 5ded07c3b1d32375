package dev.sluice.drain;

import dev.sluice.publication.OutcomePublisher;
import dev.sluice.shard.Lease;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * The one step of a drain execution: slices while there is work, then a linger, then the end. One
 * call decides slices for about a second, so that the step's counts are current without costing
 * statements in every slice. Serves the executions of all shards at once.
 */
final class DrainTasklet implements Tasklet, StepExecutionListener {

  private static final Logger log = LoggerFactory.getLogger(DrainTasklet.class);
  private static final Duration CALL = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(250);

  private final DrainRuns runs;
  private final DrainParts parts;
  private final Duration linger;
  private final Map<Long, Run> running = new ConcurrentHashMap<>();

  DrainTasklet(DrainRuns runs, DrainParts parts) {
    this.runs = runs;
    this.parts = parts;
    this.linger = parts.settings().linger();
  }

  @Override
  public void beforeStep(StepExecution step) {
    Lease lease = runs.lease(DrainJob.shard(step.getJobParameters()));
    OutcomePublisher publisher = runs.publisher(lease);
    var drain =
        new ShardDrain(
            lease,
            parts.with(SliceListener.all(List.of(parts.listener(), new Publishing(publisher)))));
    running.put(step.getId(), new Run(drain, publisher.start()));
    runs.started(lease.shard(), drain);
  }

  @Override
  public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context)
      throws InterruptedException {
    StepExecution step = contribution.getStepExecution();
    Run run = running.get(step.getId());
    if (run == null) {
      throw new IllegalStateException("Step " + step.getId() + " was not begun");
    }
    long callEnds = System.nanoTime() + CALL.toNanos();
    do {
      Optional<CommittedSlice> slice = run.drain.next(POLL);
      slice.ifPresent(decided -> count(contribution, decided, run));
      if (runs.isStopping(step) || run.idle().compareTo(linger) >= 0) {
        return RepeatStatus.FINISHED;
      }
    } while (System.nanoTime() < callEnds);
    return RepeatStatus.CONTINUABLE;
  }

  @Override
  public @Nullable ExitStatus afterStep(StepExecution step) {
    Run run = running.remove(step.getId());
    if (run != null) {
      run.drain.close();
      run.publisher.close();
    }
    log.debug(
        "Drain of shard {} decided {}",
        DrainJob.shard(step.getJobParameters()),
        step.getReadCount());
    return step.getExitStatus();
  }

  private static void count(StepContribution contribution, CommittedSlice slice, Run run) {
    int dead = slice.counts().deadLettered();
    for (int i = 0; i < slice.counts().drained(); i++) {
      contribution.incrementReadCount();
    }
    contribution.incrementWriteCount(slice.counts().drained() - dead);
    contribution.incrementReadSkipCount(dead);
    run.lastWork = System.nanoTime();
  }

  /** A drain at work. */
  private static final class Run {
    private final ShardDrain drain;
    private final OutcomePublisher publisher;
    private long lastWork = System.nanoTime();

    private Run(ShardDrain drain, OutcomePublisher publisher) {
      this.drain = drain;
      this.publisher = publisher;
    }

    private Duration idle() {
      return Duration.ofNanos(System.nanoTime() - lastWork);
    }
  }
}
