package dev.sluice.job;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;

/**
 * Runs executions, each to its end on the caller's thread, under a lock that it names in the
 * metadata: an execution that runs there while nobody has its lock has died with its process.
 * Thread-safe.
 */
public final class Executions {

  private final JobOperator operator;
  private final JobRepository repository;
  private final StaleExecutions stale;

  Executions(JobOperator operator, JobRepository repository, StaleExecutions stale) {
    this.operator = operator;
    this.repository = repository;
    this.stale = stale;
  }

  /**
   * Runs a job. The caller has taken the lock and gives it back afterwards.
   *
   * @param identity what no other run of the job has, unless it is the same run begun again
   * @param lock its name
   * @return how it ended
   * @throws JobExecutionException if Spring Batch does not begin it
   * @throws Error what the job ended with: Batch takes it for a failure of the job, and it is the
   *     process's
   */
  public JobExecution run(Job job, JobParameters identity, String lock)
      throws JobExecutionException {
    JobParameters parameters =
        new JobParametersBuilder(identity)
            .addString(RunParameters.LOCK, lock, false)
            .toJobParameters();
    JobExecution execution = operator.start(job, parameters);
    for (Throwable failure : execution.getAllFailureExceptions()) {
      if (failure instanceof Error error) {
        throw error;
      }
    }
    return execution;
  }

  /** Whether a run has begun, however it ended. One that was only written down has not. */
  boolean hasBegun(String job, JobParameters identity) {
    JobExecution last = repository.getLastJobExecution(job, identity);
    return last != null && last.getStartTime() != null;
  }

  /**
   * Lets go of a run of which there is an instance and no execution: its launch ended between the
   * two, and Spring Batch would refuse it for ever. The caller alone has the job's lock.
   */
  void forgetUnbegun(String job, JobParameters identity) {
    JobInstance instance = repository.getJobInstance(job, identity);
    if (instance != null && repository.getLastJobExecution(instance) == null) {
      repository.deleteJobInstance(instance);
    }
  }

  /**
   * Ends what the metadata take for running under a lock that the caller alone has: it has died.
   *
   * @param reason for its exit description
   */
  public void endDead(String job, String lock, String reason) {
    stale.end(
        job,
        execution -> lock.equals(execution.getJobParameters().getString(RunParameters.LOCK)),
        reason);
  }
}
