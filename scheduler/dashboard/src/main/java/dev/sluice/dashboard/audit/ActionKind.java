package dev.sluice.dashboard.audit;

/** What can be done. The names are stored. */
public enum ActionKind {
  /** A job is started with parameters. */
  START,
  /** An execution that did not complete is taken up where it ended. */
  RESTART,
  /** A running execution ends at its next commit, and can be restarted. */
  STOP,
  /** An execution that did not complete will never be taken up again. */
  ABANDON,
  /** An execution whose process died is marked as failed, and can be restarted. */
  RECOVER,
  /** A trigger, or something of the application's, does no more until it is resumed. */
  PAUSE,
  /** What was paused goes on. */
  RESUME,
  /** A trigger's job is started once, beside its schedule. */
  FIRE,
  /** A trigger has another cron expression. */
  RESCHEDULE,
  /** A person decides what the application could not. */
  OVERRIDE,
  /** What waits for its next try is tried at once. */
  RETRY;

  /** Whether it is done to a job or to one of its executions. */
  public boolean isAboutAJob() {
    return switch (this) {
      case START, RESTART, STOP, ABANDON, RECOVER -> true;
      case PAUSE, RESUME, FIRE, RESCHEDULE, OVERRIDE, RETRY -> false;
    };
  }
}
