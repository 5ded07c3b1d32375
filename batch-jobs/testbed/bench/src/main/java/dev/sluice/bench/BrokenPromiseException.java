package dev.sluice.bench;

import dev.sluice.rig.check.Checks;
import dev.sluice.rig.check.Verdict;
import dev.sluice.rig.evidence.Evidence;
import java.util.stream.Collectors;

/** A run in which a promise was broken: its figures are worth nothing. */
public final class BrokenPromiseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what the check found. */
  public BrokenPromiseException(String breaches) {
    super(breaches);
  }

  /**
   * Checks evidence.
   *
   * @throws BrokenPromiseException if a promise was broken
   */
  public static void throwIfBroken(Evidence evidence) {
    String breaches =
        Checks.run(evidence).stream()
            .filter(verdict -> !verdict.holds())
            .map(Verdict::toString)
            .collect(Collectors.joining("; "));
    if (!breaches.isEmpty()) {
      throw new BrokenPromiseException(breaches);
    }
  }
}
