package dev.sluice.publication;

import dev.sluice.journal.Journal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Publishes what one shard's journal holds beyond the acknowledged number. */
final class RelayTasklet implements Tasklet {

  static final String JOB = "relay-outcomes";
  static final String SHARD = "shard";
  static final String FENCE = "fence";

  private final Journal journal;
  private final Publications publications;
  private final Producers producers;

  RelayTasklet(Journal journal, Publications publications, Producers producers) {
    this.journal = journal;
    this.publications = publications;
    this.producers = producers;
  }

  @Override
  public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context) {
    JobParameters parameters = contribution.getStepExecution().getJobParameters();
    int shard = Math.toIntExact(get(parameters, SHARD));
    try (var publisher =
        new OutcomePublisher(shard, get(parameters, FENCE), journal, publications, producers)) {
      contribution.incrementWriteCount(publisher.publishJournal());
    }
    return RepeatStatus.FINISHED;
  }

  private static long get(JobParameters parameters, String name) {
    return Objects.requireNonNull(parameters.getLong(name), name);
  }
}
