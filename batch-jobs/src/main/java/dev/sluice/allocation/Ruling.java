package dev.sluice.allocation;

import dev.sluice.contract.Outcome;
import java.util.List;

/**
 * What the rules make of a request.
 *
 * @param outcome its outcome
 * @param changes what is to be changed for it, in order
 */
record Ruling(Outcome outcome, List<Change> changes) {

  /** An outcome that changes nothing. */
  static Ruling of(Outcome outcome) {
    return new Ruling(outcome, List.of());
  }
}
