package dev.sluice.contract.outcome;

/**
 * One way of looking for the best available seats in a grade. A session's ladder is a list of them.
 */
public enum Rung {
  /** Neighbours in one row, leaving no single free seat on either side. */
  WITHOUT_ORPHANS,
  /** Neighbours in one row. */
  ADJACENT,
  /** Anywhere in one section; not for a request that demands neighbours. */
  SAME_SECTION,
  /** Anywhere in the grade; not for a request that demands neighbours. */
  SPLIT
}
