package dev.sluice.job;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Ends executions that the metadata take for running although their process is gone. Each runs
 * under a lock that is taken before it begins and given back after its end, so what is running and
 * whose lock nobody has, has died. Thread-safe.
 */
final class StaleExecutions {

  private static final Logger log = LoggerFactory.getLogger(StaleExecutions.class);

  /** A lock may be lost for a moment; nobody is in a hurry. */
  private static final Duration AGE_MIN = Duration.ofMinutes(1);

  private final JobRepository repository;
  private final JobLocks locks;

  StaleExecutions(JobRepository repository, JobLocks locks) {
    this.repository = repository;
    this.locks = locks;
  }

  /** Ends those of all jobs. */
  void endAll() {
    for (String job : repository.getJobNames()) {
      end(job, this::isStale, "its process had died");
    }
  }

  /**
   * Ends the job's running executions that are known to be stale.
   *
   * @param stale which of them; asked once for each that the metadata take for running
   * @param reason for the exit description
   */
  void end(String job, Predicate<JobExecution> stale, String reason) {
    for (JobExecution running : repository.findRunningJobExecutions(job)) {
      if (stale.test(running)) {
        // It may have ended after it was read, and only then released its lock.
        JobExecution now = repository.getJobExecution(running.getId());
        if (now != null && now.isRunning()) {
          end(now, ExitStatus.FAILED.addExitDescription(reason));
          log.warn("Execution {} of {} is ended: {}", now.getId(), job, reason);
        }
      }
    }
  }

  private boolean isStale(JobExecution execution) {
    @Nullable String lock = execution.getJobParameters().getString(RunParameters.LOCK);
    return lock != null
        && execution
            .getCreateTime()
            .isBefore(LocalDateTime.now(ZoneId.systemDefault()).minus(AGE_MIN))
        && !locks.isTaken(lock);
  }

  /** In the JVM's zone, as Batch has its times: the driver makes UTC of them. */
  private void end(JobExecution stale, ExitStatus exit) {
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
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
}
