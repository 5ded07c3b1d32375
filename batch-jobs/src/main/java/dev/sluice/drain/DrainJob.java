package dev.sluice.drain;

import dev.sluice.job.RunParameters;
import dev.sluice.publication.OutcomePublishers;
import dev.sluice.shard.Lease;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * The job {@code drain}: one step, slices of one shard while there are any. It is made anew for
 * each lease, which the step works under: a lease is no parameter that could be read back.
 */
final class DrainJob {

  static final String NAME = "drain";

  private final JobRepository repository;
  private final ObservationRegistry observations;
  private final DrainParts parts;
  private final OutcomePublishers publishers;

  DrainJob(
      JobRepository repository,
      ObservationRegistry observations,
      DrainParts parts,
      OutcomePublishers publishers) {
    this.repository = repository;
    this.observations = observations;
    this.parts = parts;
    this.publishers = publishers;
  }

  /** What identifies a run: no other has its fence, so none is begun again. */
  static JobParameters identity(Lease lease) {
    return new JobParametersBuilder()
        .addLong(RunParameters.SHARD, (long) lease.shard())
        .addLong(RunParameters.LAUNCH, lease.fence())
        .toJobParameters();
  }

  /** What the step does under a lease; it begins with the step. */
  DrainTasklet tasklet(Lease lease) {
    return new DrainTasklet(lease, parts, publishers.create(lease.shard(), lease.fence()));
  }

  /** The job whose one step that is. */
  Job of(DrainTasklet tasklet) {
    // Slices have transactions of their own: a step that ended UNKNOWN on a doubtful commit would
    // not.
    Step step =
        new StepBuilder("drain-shard", repository)
            .tasklet(tasklet, new ResourcelessTransactionManager())
            .listener(tasklet)
            .observationRegistry(observations)
            .build();
    return new JobBuilder(NAME, repository).observationRegistry(observations).start(step).build();
  }
}
