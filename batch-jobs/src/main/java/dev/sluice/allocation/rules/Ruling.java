package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.contract.outcome.Outcome;
import java.util.List;

/**
 * What the rules make of a request.
 *
 * @param outcome its outcome
 * @param changes what is to be changed for it, in order
 */
public record Ruling(Outcome outcome, List<Change> changes) {

  /** An outcome that changes nothing. */
  public static Ruling of(Outcome outcome) {
    return new Ruling(outcome, List.of());
  }
}
