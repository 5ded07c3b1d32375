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

  /**
   * Runs a job to its end, or looks once for work. What it fails with is told, not thrown; an Error
   * is thrown.
   *
   * @param due when it was due, which is earlier than now if it was missed
   */
  public void run(ScheduledJob job, Instant due) {
    try {
      switch (job) {
        case Tick tick -> look(tick);
        case CalendarJob calendar -> run(calendar, due);
      }
    } finally {
      ended.put(job.name(), System.nanoTime());
    }
  }

  /**
   * How long ago the last run of a job ended here, or this process began. It grows while one hangs.
   */
  public Duration sinceEnd(String job) {
    return Duration.ofNanos(System.nanoTime() - ended.getOrDefault(job, made));
  }

  private void look(Tick tick) {
    try {
      tick.look().run();
      complaints.worked(tick.name());
    } catch (RuntimeException e) {
      complaints.failed(tick.name(), e);
    }
  }

  /** Each failure is told: its time comes once, and a person decides what becomes of the run. */
  private void run(CalendarJob job, Instant due) {
    try {
      Optional<JobLocks.Held> taken = locks.tryTake(job.lock());
      if (taken.isEmpty()) {
        log.error("Job {} of {} was not begun: another run is under way", job.name(), due);
        return;
      }
      try (JobLocks.Held lock = taken.get()) {
        run(job, due, lock);
      }
    } catch (JobInstanceAlreadyCompleteException e) {
      log.info("Job {} of {} was complete: {}", job.name(), due, e.getMessage());
    } catch (JobExecutionException | RuntimeException e) {
      log.error("Job {} of {} could not be run", job.name(), due, e);
    }
  }

  private void run(CalendarJob job, Instant due, JobLocks.Held lock) throws JobExecutionException {
    if (lock.isExclusive()) {
      executions.endDead(job.name(), lock.name(), "its process had died");
    }
    JobExecution execution = executions.run(job.job(), job.identity(due), lock.name());
    if (execution.getStatus().isUnsuccessful()) {
      log.error("Job {} of {} has failed: {}", job.name(), due, execution);
    }
  }
}
