package dev.sluice.allocation;

import dev.sluice.contract.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the rules make of a request.
 *
 * @param outcome its outcome
 * @param reservation the reservation as it shall be from now on; null if nothing changes
 */
record Ruling(Outcome outcome, @Nullable Reservation reservation) {

  /** An outcome that changes nothing. */
  static Ruling of(Outcome outcome) {
    return new Ruling(outcome, null);
  }
}
