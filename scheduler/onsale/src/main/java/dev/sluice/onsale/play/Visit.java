package dev.sluice.onsale.play;

import java.util.List;
import java.util.UUID;

/** What one client does without a break. */
sealed interface Visit {

  /** How many requests it sends, the broken ones included. */
  int requests();

  /** Steps of one customer, in order. */
  record Single(String customer, List<Step> steps) implements Visit {

    public Single {
      steps = List.copyOf(steps);
    }

    @Override
    public int requests() {
      return steps.stream().mapToInt(Step::requests).sum();
    }
  }

  /**
   * A bulk call for many customers.
   *
   * @param key the Idempotency-Key of the call
   * @param lines in order
   * @param asArray as a JSON array instead of lines
   * @param sentTwice whether the call is repeated once it is answered
   */
  record Bulk(UUID key, List<Line> lines, boolean asArray, boolean sentTwice) implements Visit {

    public Bulk {
      lines = List.copyOf(lines);
    }

    @Override
    public int requests() {
      return lines.size() * (sentTwice ? 2 : 1);
    }
  }

  /** A line of a bulk call. */
  sealed interface Line {

    /** A request that has to be accepted; its id is the line's. */
    record Good(PlannedRequest planned) implements Line {}

    /** A line that has to be refused: JSON, but no such request. */
    record Broken(String json) implements Line {}
  }
}
