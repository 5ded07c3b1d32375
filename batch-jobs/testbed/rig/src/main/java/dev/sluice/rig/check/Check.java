package dev.sluice.rig.check;

import dev.sluice.rig.evidence.Evidence;

/** Looks for breaches of one promise. */
interface Check {

  /** The promise's short name, I1 to I8: the README of {@code batch-jobs} has a table of them. */
  String name();

  /** The promise in a few words. */
  String promise();

  /** Notes what was looked at and every breach. */
  void look(Evidence evidence, Findings findings);
}
