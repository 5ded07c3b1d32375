package dev.sluice.dashboard.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did or wanted to do.
 *
 * @param target name of the job, of the trigger, or of what the application has done something to
 * @param execution null where it is about none
 * @param outcome how it ended
 * @param before state before it, null where nothing was there
 * @param after state after it, null where nothing has changed
 * @param detail why it was refused or how it failed, null where it was done
 */
public record AuditEntry(
    long id,
    Instant at,
    String who,
    ActionKind action,
    String target,
    @Nullable Long execution,
    Outcome outcome,
    @Nullable String before,
    @Nullable String after,
    String why,
    @Nullable String detail) {

  /** How an action ended. The names are stored. */
  public enum Outcome {
    /** Its process has not written an end: it is at it, or has died. */
    BEGUN,
    /** It was done. */
    DONE,
    /** It was not done, for a reason. */
    REFUSED,
    /** Something broke; it may have been done in part. */
    FAILED
  }
}
