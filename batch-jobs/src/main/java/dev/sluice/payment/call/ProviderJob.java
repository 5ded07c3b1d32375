package dev.sluice.payment.call;

import dev.sluice.job.Executions;
import dev.sluice.job.JobLocks;
import dev.sluice.job.RunParameters;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.context.SmartLifecycle;

/**
 * A job that calls the provider for each of its items. Its tick begins a run where something is due
 * and no other node has one; two at once would do no harm, since a call that is made twice has one
 * key. A process that is to stop lets the calls that are under way end.
 */
public final class ProviderJob implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ProviderJob.class);

  private static final Duration STOP_MAX = Duration.ofSeconds(20);

  private final Work<?> work;
  private final Job job;
  private final Executions executions;
  private final JobLocks locks;
  private final ReentrantLock running = new ReentrantLock();
  private volatile boolean accepting;

  /**
   * A job of one step.
   *
   * @param name its name, and its step's
   * @param callsAtOnce how many calls may be under way
   */
  public ProviderJob(
      String name,
      Work<?> work,
      int callsAtOnce,
      JobRepository repository,
      Executions executions,
      JobLocks locks) {
    this.work = work;
    this.job =
        new JobBuilder(name, repository)
            .start(
                new StepBuilder(name, repository)
                    .tasklet(
                        new CallTasklet<>(work, callsAtOnce, () -> !accepting),
                        new ResourcelessTransactionManager())
                    .build())
            .build();
    this.executions = executions;
    this.locks = locks;
  }

  /** What runs. */
  public Job job() {
    return job;
  }

  /**
   * Runs it if anything is due. For one thread at a time.
   *
   * @throws RuntimeException if a server does not answer
   */
  public void look() {
    running.lock();
    try {
      if (accepting && work.isDue()) {
        run();
      }
    } finally {
      running.unlock();
    }
  }

  private void run() {
    Optional<JobLocks.Held> taken = locks.tryTake(JobLocks.ofJob(job.getName()));
    if (taken.isEmpty()) {
      return;
    }
    try (JobLocks.Held lock = taken.get()) {
      executions.run(job, RunParameters.ofLaunch().toJobParameters(), lock.name());
    } catch (JobExecutionException e) {
      log.error("Job {} could not be run; every tick tries again", job.getName(), e);
    }
  }

  @Override
  public void start() {
    accepting = true;
  }

  /** Lets the run that is under way end, and waits for it. */
  @Override
  public void stop() {
    accepting = false;
    try {
      if (running.tryLock(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        running.unlock();
      } else {
        log.warn("Job {} waits for the provider: what it says is asked for again", job.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether runs may begin. */
  @Override
  public boolean isRunning() {
    return accepting;
  }
}
