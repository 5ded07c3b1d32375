package dev.sluice.rig.check;

import dev.sluice.rig.evidence.Evidence;

/** Looks for breaches of one promise. */
interface Check {

  /** The promise's short name, as in the design: I1 to I8. */
  String name();

  /** The promise in a few words. */
  String promise();

  /** Notes what was looked at and every breach. */
  void look(Evidence evidence, Findings findings);
}
