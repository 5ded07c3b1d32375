package dev.sluice.allocation.rules;

import dev.sluice.contract.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a grant. It reads and never changes; the first of a list that does not hold
 * decides.
 *
 * @param <C> what it looks at
 */
@FunctionalInterface
interface Rule<C extends Case> {

  /** The outcome of a request that the rule refuses; null if it has nothing against it. */
  @Nullable Outcome refuse(C request);
}
