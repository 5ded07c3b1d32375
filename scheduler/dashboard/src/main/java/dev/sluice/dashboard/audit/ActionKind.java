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
  /** A trigger fires no more until it is resumed. */
  PAUSE,
  /** A trigger that was paused fires again. */
  RESUME,
  /** A trigger's job is started once, beside its schedule. */
  FIRE,
  /** A trigger has another cron expression. */
  RESCHEDULE
}
