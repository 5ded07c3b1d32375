package dev.sluice.allocation.rules;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Rejections that name no seats, one of each: a million of them are refused in the first seconds.
 */
final class Refusals {

  private static final Map<Reason, Outcome.Rejected> BY_REASON = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      BY_REASON.put(reason, Outcome.Rejected.because(reason));
    }
  }

  private Refusals() {}

  /** The rejection for that reason. */
  static Outcome.Rejected because(Reason reason) {
    return Objects.requireNonNull(BY_REASON.get(reason));
  }
}
