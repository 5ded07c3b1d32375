package dev.sluice.dashboard.action;

import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.InvalidJobParametersException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobExecutionAlreadyRunningException;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;
import org.springframework.batch.core.launch.JobRestartException;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;

/**
 * Executions that run in this process because somebody wanted them to. When the process ends, they
 * are asked to stop at their next commit, and the end waits for them.
 */
public final class Launches implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Launches.class);

  private final JobRegistry jobs;
  private final JobRepository repository;
  private final StoredExecutions stored;
  private final Semaphore permits;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("launch-", 0).factory());
  private volatile boolean accepting;

  /**
   * Launches these jobs.
   *
   * @param atOnceMax how many run at the same time; a further one is refused
   */
  Launches(JobRegistry jobs, JobRepository repository, StoredExecutions stored, int atOnceMax) {
    this.jobs = jobs;
    this.repository = repository;
    this.stored = stored;
    this.permits = new Semaphore(atOnceMax);
  }

  /** Whether an execution was begun here and has not ended. */
  boolean isHere(long execution) {
    return running.stream().anyMatch(one -> one.id == execution);
  }

  /**
   * Begins an execution of a job; returns when Batch has written it.
   *
   * @throws RefusedException where Batch does not begin it
   */
  Launch start(Job job, JobParameters parameters) {
    return launch(operator -> operator.start(new GivenParametersOnly(job), parameters));
  }

  /**
   * Begins the next execution of the same instance; returns when Batch has written it.
   *
   * @throws RefusedException where Batch does not begin it
   */
  Launch restart(JobExecution last) {
    return launch(operator -> operator.restart(last));
  }

  private Launch launch(Begin begin) {
    if (!accepting || !permits.tryAcquire()) {
      throw new RefusedException(
          Refusal.TOO_MANY, "As many executions run here as this process takes");
    }
    var one = new Running();
    running.add(one);
    var operator = new TaskExecutorJobOperator();
    operator.setJobRepository(repository);
    operator.setJobRegistry(jobs);
    operator.setTaskExecutor(task -> threads.execute(() -> runToItsEnd(task, one)));
    try {
      operator.afterPropertiesSet();
      one.id = begin.with(operator).getId();
      return new Launch(one.id, one.end);
    } catch (Exception e) {
      end(one);
      throw refusal(e);
    }
  }

  private void runToItsEnd(Runnable task, Running one) {
    try {
      task.run();
    } finally {
      end(one);
    }
  }

  private void end(Running one) {
    running.remove(one);
    permits.release();
    one.end.complete(null);
  }

  private static RuntimeException refusal(Exception failure) {
    String detail = String.valueOf(failure.getMessage());
    return switch (failure) {
      case InvalidJobParametersException _ ->
          new RefusedException(Refusal.INVALID_PARAMETERS, detail);
      case JobExecutionAlreadyRunningException _ ->
          new RefusedException(Refusal.ALREADY_RUNNING, detail);
      case JobInstanceAlreadyCompleteException _ ->
          new RefusedException(Refusal.ALREADY_COMPLETE, Refusals.COMPLETE);
      case JobRestartException _ -> new RefusedException(Refusal.NOT_RESTARTABLE, detail);
      // Somebody else, not under our lock, made the same instance at the same moment.
      case DuplicateKeyException _ -> new RefusedException(Refusal.ALREADY_RUNNING, detail);
      case RuntimeException defect -> defect;
      default -> new IllegalStateException(failure);
    };
  }

  @Override
  public void start() {
    accepting = true;
  }

  @Override
  public void stop() {
    accepting = false;
    running.forEach(one -> askToStop(one.id));
    running.forEach(one -> one.end.join());
    threads.close();
  }

  private void askToStop(long execution) {
    try {
      stored.stop(execution);
    } catch (RuntimeException e) {
      log.warn("Execution {} cannot be asked to stop; its end is waited for", execution, e);
    }
  }

  @Override
  public boolean isRunning() {
    return accepting;
  }

  private static final class Running {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** 0 until Batch has written it. */
    private volatile long id;
  }

  private interface Begin {
    JobExecution with(TaskExecutorJobOperator operator) throws Exception;
  }
}
