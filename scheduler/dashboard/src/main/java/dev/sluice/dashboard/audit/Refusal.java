package dev.sluice.dashboard.audit;

/** Why something is not done. The names are part of what clients see, and never change. */
public enum Refusal {
  /** No job of that name can be started by this process. */
  NO_SUCH_JOB,
  /** There is no such execution, or it was deleted. */
  NO_SUCH_EXECUTION,
  /** There is no such trigger. */
  NO_SUCH_SCHEDULE,
  /** The application does not let people do this to this job. */
  NOT_BY_HAND,
  /** A parameter cannot be read, or the job does not take it. */
  INVALID_PARAMETERS,
  /** A cron expression cannot be read, or would never fire. */
  INVALID_CRON,
  /** For this, a reason must be given. */
  REASON_MISSING,
  /** An execution of the same instance runs. */
  ALREADY_RUNNING,
  /** The instance has completed: the same parameters do not run twice. */
  ALREADY_COMPLETE,
  /** The instance exists and did not complete: it is restarted, not started. */
  ALREADY_STARTED,
  /** It does not run, so there is nothing to stop or to recover. */
  NOT_RUNNING,
  /** It runs; it must be stopped first. */
  STILL_RUNNING,
  /** It has shown a sign of life a short time ago. */
  LOOKS_ALIVE,
  /** A newer execution of the same instance has taken up the work. */
  NEWER_EXECUTION,
  /** The job was made so that it cannot be restarted, or its state is not known. */
  NOT_RESTARTABLE,
  /** Somebody else is doing something to the same instance. */
  BEING_CHANGED,
  /** Somebody else has changed it since it was looked at. */
  CHANGED_MEANWHILE,
  /** As many executions run here as this process takes. */
  TOO_MANY
}
