package dev.sluice.dashboard.action;

import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.Audit.Done;
import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.audit.Change;
import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import dev.sluice.dashboard.tally.Tally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.dao.EmptyResultDataAccessException;

/**
 * What is done to an execution. One thing at a time is done to an instance, by whatever process: a
 * restart that is pressed twice is one execution.
 */
public final class ExecutionActions {

  private final Parts parts;
  private final Tally tally;
  private final Clock clock;
  private final Duration silence;

  /**
   * Acts by these parts.
   *
   * @param silence so long an execution must have shown no sign of life before it is recovered
   */
  ExecutionActions(Parts parts, Tally tally, Clock clock, Duration silence) {
    this.parts = parts;
    this.tally = tally;
    this.clock = clock;
    this.silence = silence;
  }

  /**
   * Takes up the work of an execution that did not complete, in a new one.
   *
   * @throws RefusedException where that is not possible
   */
  public Launch restart(long id, By by) {
    return carryOut(ActionKind.RESTART, id, by, this::restart);
  }

  /**
   * Asks an execution to end at its next commit, wherever it runs.
   *
   * @throws RefusedException where it does not run
   */
  public void stop(long id, By by) {
    carryOut(ActionKind.STOP, id, by, this::stop);
  }

  /**
   * Gives an execution up, so that its instance never runs again.
   *
   * @throws RefusedException where it runs, has completed, or no reason is given
   */
  public void abandon(long id, By by) {
    by.requireReason();
    carryOut(ActionKind.ABANDON, id, by, this::abandon);
    tally.recount(id);
  }

  /**
   * Marks an execution as failed whose process has died without writing so.
   *
   * @throws RefusedException where it does not run, looks alive, or no reason is given
   */
  public void recover(long id, By by) {
    by.requireReason();
    carryOut(ActionKind.RECOVER, id, by, execution -> recover(execution, by));
  }

  private <T> T carryOut(ActionKind kind, long id, By by, Function<JobExecution, Done<T>> action) {
    JobExecution execution = require(id);
    String job = execution.getJobInstance().getJobName();
    return parts
        .audit()
        .carryOut(
            kind,
            job,
            id,
            by,
            () -> {
              Refusals.byRules(parts.rules(), kind, job);
              String lock = "instance " + execution.getJobInstanceId();
              return parts.locks().under(lock, () -> action.apply(require(id)));
            });
  }

  private Done<Launch> restart(JobExecution execution) {
    long id = execution.getId();
    String name = execution.getJobInstance().getJobName();
    Job job = parts.jobs().getJob(name);
    if (job == null) {
      throw new RefusedException(Refusal.NO_SUCH_JOB, "No job " + name + " can be started here");
    }
    long newest = parts.stored().newestOf(execution.getJobInstanceId()).orElse(id);
    if (newest != id) {
      throw new RefusedException(
          Refusal.NEWER_EXECUTION, "Execution %s has taken it up".formatted(newest), newest);
    }
    if (execution.isRunning()) {
      throw new RefusedException(Refusal.STILL_RUNNING, "It runs");
    }
    switch (execution.getStatus()) {
      case COMPLETED -> throw new RefusedException(Refusal.ALREADY_COMPLETE, "It has completed");
      case ABANDONED ->
          throw new RefusedException(
              Refusal.NOT_RESTARTABLE, "It was abandoned: it is never taken up again");
      case UNKNOWN ->
          throw new RefusedException(
              Refusal.NOT_RESTARTABLE,
              "Nobody knows what its last transaction has done: look, then recover it");
      case FAILED, STOPPED, STARTING, STARTED, STOPPING -> {}
    }
    if (!job.isRestartable()) {
      throw new RefusedException(
          Refusal.NOT_RESTARTABLE, "The job is made so that it does not go on where it ended");
    }
    Launch launch = parts.launches().restart(execution);
    return new Done<>(
        launch,
        new Change(id, execution.getStatus().name(), "execution %s".formatted(launch.execution())));
  }

  private Done<BatchStatus> stop(JobExecution execution) {
    if (!parts.stored().stop(execution.getId())) {
      BatchStatus now = require(execution.getId()).getStatus();
      throw new RefusedException(
          Refusal.NOT_RUNNING,
          now == BatchStatus.STOPPING
              ? "It is asked already, and ends at its next commit"
              : "It is " + now + ": there is nothing to stop");
    }
    return done(execution, BatchStatus.STOPPING);
  }

  private Done<BatchStatus> abandon(JobExecution execution) {
    if (!parts.stored().abandon(execution.getId())) {
      BatchStatus now = require(execution.getId()).getStatus();
      throw new RefusedException(
          now.isRunning() ? Refusal.STILL_RUNNING : Refusal.ALREADY_COMPLETE,
          now.isRunning()
              ? "It is " + now + ": stop it, or recover it if its process is dead"
              : "It is " + now + ": there is nothing to give up");
    }
    return done(execution, BatchStatus.ABANDONED);
  }

  private Done<BatchStatus> recover(JobExecution execution, By by) {
    long id = execution.getId();
    if (parts.launches().isHere(id)) {
      throw new RefusedException(Refusal.LOOKS_ALIVE, "It runs in this process");
    }
    Instant alive = clock.instant().minus(silence);
    parts
        .stored()
        .lastSign(id)
        .filter(sign -> execution.isRunning() && sign.isAfter(alive))
        .ifPresent(
            sign -> {
              throw new RefusedException(
                  Refusal.LOOKS_ALIVE,
                  "It has written something at %s: wait until it is silent for %s min"
                      .formatted(sign, silence.toMinutes()));
            });
    if (!parts
        .stored()
        .recover(id, "Its process had died, said %s: %s".formatted(by.who(), by.why()))) {
      throw new RefusedException(
          Refusal.NOT_RUNNING,
          "It is " + require(id).getStatus() + ": there is nothing to recover");
    }
    return done(execution, BatchStatus.FAILED);
  }

  private JobExecution require(long id) {
    try {
      JobExecution execution = parts.repository().getJobExecution(id);
      if (execution != null) {
        return execution;
      }
    } catch (EmptyResultDataAccessException e) {
      // The JDBC repository says so instead of null.
    }
    throw new RefusedException(Refusal.NO_SUCH_EXECUTION, "There is no execution " + id);
  }

  private static Done<BatchStatus> done(JobExecution execution, BatchStatus after) {
    return new Done<>(
        after, new Change(execution.getId(), execution.getStatus().name(), after.name()));
  }
}
