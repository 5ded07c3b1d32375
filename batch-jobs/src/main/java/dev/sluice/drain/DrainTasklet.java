package dev.sluice.drain;

import dev.sluice.publication.OutcomePublisher;
import dev.sluice.shard.Lease;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * The one step of a drain's execution: slices while there is work, then a linger, then the end. One
 * call decides slices for about a second, so that the step's counts are current without costing
 * statements in every slice. For one lease, and one thread, but for {@link #stop()}.
 */
final class DrainTasklet implements Tasklet, StepExecutionListener {

  private static final Logger log = LoggerFactory.getLogger(DrainTasklet.class);
  private static final Duration CALL = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(250);

  private final Lease lease;
  private final Duration linger;
  private final OutcomePublisher publisher;
  private final ShardDrain drain;
  private volatile boolean stopped;
  private @Nullable Long idleSince;

  DrainTasklet(Lease lease, DrainParts parts, OutcomePublisher publisher) {
    this.lease = lease;
    this.linger = parts.settings().linger();
    this.publisher = publisher;
    this.drain =
        new ShardDrain(
            lease,
            parts.with(SliceListener.all(List.of(parts.listener(), new Publishing(publisher)))));
  }

  /** Ends it after its slice. Any thread may call it. */
  void stop() {
    stopped = true;
    drain.stop();
  }

  @Override
  public void beforeStep(StepExecution step) {
    publisher.start();
  }

  @Override
  public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context)
      throws InterruptedException {
    StepExecution step = contribution.getStepExecution();
    long callEnds = System.nanoTime() + CALL.toNanos();
    do {
      Optional<CommittedSlice> slice = drain.next(POLL);
      slice.ifPresent(decided -> count(contribution, decided));
      if (stopped || step.isTerminateOnly() || hasLingered()) {
        return RepeatStatus.FINISHED;
      }
    } while (System.nanoTime() < callEnds);
    return RepeatStatus.CONTINUABLE;
  }

  @Override
  public @Nullable ExitStatus afterStep(StepExecution step) {
    try {
      drain.close();
    } finally {
      publisher.close();
    }
    log.debug("Drain of shard {} decided {}", lease.shard(), step.getReadCount());
    return step.getExitStatus();
  }

  private void count(StepContribution contribution, CommittedSlice slice) {
    int dead = slice.counts().deadLettered();
    for (int i = 0; i < slice.counts().drained(); i++) {
      contribution.incrementReadCount();
    }
    contribution.incrementWriteCount(slice.counts().drained() - dead);
    contribution.incrementReadSkipCount(dead);
  }

  /**
   * Whether nothing has come for the linger. It begins when a wait was in vain: connecting and
   * verifying, or a failure, may take as long, and what is in the stream was not looked at yet.
   */
  private boolean hasLingered() {
    if (!drain.isIdle()) {
      idleSince = null;
      return false;
    }
    long now = System.nanoTime();
    long since = idleSince == null ? now : idleSince;
    idleSince = since;
    return now - since >= linger.toNanos();
  }
}
