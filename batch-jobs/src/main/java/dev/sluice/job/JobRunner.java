package dev.sluice.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;

/** Does what is due, whichever job it is. Thread-safe; one job on one thread at a time. */
public final class JobRunner {

  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  private final Executions executions;
  private final JobLocks locks;
  private final long made = System.nanoTime();
  private final Map<String, Long> ended = new ConcurrentHashMap<>();
  private final Complaints complaints = new Complaints();

  JobRunner(Executions executions, JobLocks locks) {
    this.executions = executions;
    this.locks = locks;
  }

  /** Looks once for work. What it fails with is told, not thrown; an Error is thrown. */
  public void run(Tick tick) {
    try {
      tick.look().run();
      complaints.worked(tick.name());
    } catch (RuntimeException e) {
      complaints.failed(tick.name(), e);
    } finally {
      ended.put(tick.name(), System.nanoTime());
    }
  }

  /**
   * Runs a job of the calendar to its end. What it fails with is told, not thrown; an Error is
   * thrown.
   *
   * @param due when it was due, which is earlier than now if it was missed
   * @return false if the run may not have begun, so that it is to be {@linkplain #runUnlessBegun
   *     tried again}
   */
  public boolean run(CalendarJob job, Instant due) {
    try {
      return begin(job, due);
    } finally {
      ended.put(job.name(), System.nanoTime());
    }
  }

  /**
   * The same for a run that could not begin before. One that has begun since, here or anywhere, is
   * left alone, however it ended: what becomes of it is for a person to say.
   */
  public boolean runUnlessBegun(CalendarJob job, Instant due) {
    try {
      if (!executions.hasBegun(job.name(), job.identity(due))) {
        return run(job, due);
      }
      complaints.begun(job, due);
      return true;
    } catch (RuntimeException e) {
      complaints.notBegun(job, due, e);
      return false;
    }
  }

  /**
   * How long ago the last run of a job ended here, or this process began. It grows while one hangs.
   */
  public Duration sinceEnd(String job) {
    return Duration.ofNanos(System.nanoTime() - ended.getOrDefault(job, made));
  }

  private boolean begin(CalendarJob job, Instant due) {
    try {
      Optional<JobLocks.Held> taken = locks.tryTake(job.lock());
      if (taken.isEmpty()) {
        complaints.notBegun(job, due, new IllegalStateException("Another run is under way"));
        return false;
      }
      try (JobLocks.Held lock = taken.get()) {
        run(job, due, lock);
      }
    } catch (JobInstanceAlreadyCompleteException e) {
      log.info("Job {} of {} was complete: {}", job.name(), due, e.getMessage());
    } catch (JobExecutionException | RuntimeException e) {
      complaints.notBegun(job, due, e);
      return false;
    }
    complaints.begun(job, due);
    return true;
  }

  private void run(CalendarJob job, Instant due, JobLocks.Held lock) throws JobExecutionException {
    JobParameters identity = job.identity(due);
    if (lock.isExclusive()) {
      executions.endDead(job.name(), lock.name(), "its process had died");
      executions.forgetUnbegun(job.name(), identity);
    }
    JobExecution execution = executions.run(job.job(), identity, lock.name());
    if (execution.getStatus().isUnsuccessful()) {
      log.error("Job {} of {} has failed: {}", job.name(), due, execution);
    }
  }
}
