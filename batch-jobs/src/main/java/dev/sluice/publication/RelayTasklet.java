package dev.sluice.publication;

import dev.sluice.job.RunParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Publishes what one shard's journal holds beyond the acknowledged number. */
final class RelayTasklet implements Tasklet {

  private final OutcomePublishers publishers;

  RelayTasklet(OutcomePublishers publishers) {
    this.publishers = publishers;
  }

  @Override
  public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context) {
    JobParameters parameters = contribution.getStepExecution().getJobParameters();
    int shard = Math.toIntExact(RunParameters.get(parameters, RunParameters.SHARD));
    long fence = RunParameters.get(parameters, RunParameters.FENCE);
    try (OutcomePublisher publisher = publishers.create(shard, fence)) {
      contribution.incrementWriteCount(publisher.publishJournal());
    }
    return RepeatStatus.FINISHED;
  }
}
