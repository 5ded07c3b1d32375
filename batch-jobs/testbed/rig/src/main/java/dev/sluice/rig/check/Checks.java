package dev.sluice.rig.check;

import dev.sluice.rig.evidence.Evidence;
import java.util.List;

/** All checks, in the order of the promises. */
public final class Checks {

  private static final List<Check> ALL =
      List.of(
          new SeatsSoldOnce(),
          new OneOutcomeEach(),
          new FirstDecisionStands(),
          new NumberedWithoutGap(),
          new WaitersInOrder(),
          new HoldsEndInTime(),
          new Conserved());

  /** What needs neither a client's log nor the topic. */
  private static final List<Check> OF_TABLES =
      List.of(new SeatsSoldOnce(), new WaitersInOrder(), new HoldsEndInTime(), new Conserved());

  private Checks() {}

  /**
   * The verdict of each check. Evidence that a check cannot even read is a breach of its promise.
   */
  public static List<Verdict> run(Evidence evidence) {
    return ALL.stream().map(check -> verdict(check, evidence)).toList();
  }

  /** The verdict of those checks that look at the tables and the journal alone. */
  public static List<Verdict> runOnTables(Evidence evidence) {
    return OF_TABLES.stream().map(check -> verdict(check, evidence)).toList();
  }

  static Verdict verdict(Check check, Evidence evidence) {
    var findings = new Findings();
    try {
      check.look(evidence, findings);
    } catch (RuntimeException e) {
      findings.breach("the evidence cannot be read: " + e);
    }
    return findings.verdict(check.name(), check.promise());
  }
}
