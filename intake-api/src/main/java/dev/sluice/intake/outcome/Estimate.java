package dev.sluice.intake.outcome;

/** When a queued request is decided, if that can be told. */
public sealed interface Estimate {

  /**
   * From how many were decided lately.
   *
   * @param seconds from now, at least 1
   */
  record Known(long seconds) implements Estimate {}

  /** It cannot be told: a number would be made up. */
  record Unknown(Why why) implements Estimate {}

  /** Why it cannot be told. */
  enum Why {
    /** The shard's drain has stopped; an operator has to start it again. */
    SHARD_PAUSED,
    /** This process does not hear what is decided. */
    OUTCOMES_NOT_HEARD,
    /** Nothing was decided lately: nothing had to be, or nobody drains. */
    NOTHING_DECIDED
  }
}
