package dev.sluice.dashboard.audit;

import org.jspecify.annotations.Nullable;

/** Something is not done, for a reason that a person can read. It is an answer, not a defect. */
public final class RefusedException extends RuntimeException {

  private final Refusal refusal;
  private final @Nullable Long execution;

  public RefusedException(Refusal refusal, String detail) {
    this(refusal, detail, null);
  }

  /**
   * A refusal with the execution that is in the way.
   *
   * @param execution where one finds more, null where there is nothing to see
   */
  public RefusedException(Refusal refusal, String detail, @Nullable Long execution) {
    super(detail, null, false, false);
    this.refusal = refusal;
    this.execution = execution;
  }

  public Refusal refusal() {
    return refusal;
  }

  /** The execution that is in the way; null where none is. */
  public @Nullable Long execution() {
    return execution;
  }
}
