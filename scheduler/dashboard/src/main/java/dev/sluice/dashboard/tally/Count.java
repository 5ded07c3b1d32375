package dev.sluice.dashboard.tally;

import java.time.Duration;

/**
 * How many, and how long they took.
 *
 * @param executions all of them
 * @param ended those that have a start and an end; the durations are theirs
 */
public record Count(long executions, long ended, Duration total, Duration longest) {

  /** How long one took; zero where none has ended. */
  public Duration average() {
    return ended == 0 ? Duration.ZERO : total.dividedBy(ended);
  }
}
