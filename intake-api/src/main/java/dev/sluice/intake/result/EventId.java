package dev.sluice.intake.result;

import dev.sluice.intake.outcome.LocatedOutcome;
import dev.sluice.intake.outcome.Standing;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids of a stream's events, each of which is another. While a request is queued, or its payment
 * under way, they count on from what the client heard last; the outcome's is its shard and number,
 * so that a client who connects again shows by it that it has heard the outcome.
 *
 * @param heard what the client says that it heard last
 * @param count events before the outcome
 */
record EventId(String heard, int count) {

  private static final Pattern COUNTED = Pattern.compile("(?:queued|paying)-(\\d{1,8})");

  /** The id of the next event for a client who has heard that one; null for a new client. */
  static EventId after(@Nullable String heard) {
    String last = heard == null ? "" : heard;
    Matcher counted = COUNTED.matcher(last);
    return new EventId(last, counted.matches() ? Integer.parseInt(counted.group(1)) + 1 : 1);
  }

  EventId next() {
    return new EventId(heard, count + 1);
  }

  /** Whether the client has heard this already, and it is final. */
  boolean isHeard(Standing standing) {
    return standing instanceof Standing.Decided && of(standing).equals(heard);
  }

  /** The id of an event that tells this. */
  String of(Standing standing) {
    return switch (standing) {
      case Standing.Queued _ -> "queued-" + count;
      case Standing.Paying _ -> "paying-" + count;
      case Standing.Decided(LocatedOutcome decision) -> decision.shard() + "-" + decision.number();
    };
  }
}
