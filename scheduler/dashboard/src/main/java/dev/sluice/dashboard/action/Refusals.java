package dev.sluice.dashboard.action;

import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;

/** What several actions are refused for. */
final class Refusals {

  /** Batch says it in its own words; not only those who know them read ours. */
  static final String COMPLETE =
      "It has completed with the parameters that identify this instance, and does not run twice:"
          + " change one of them, or add one";

  private Refusals() {}

  static void byRules(JobRules rules, ActionKind kind, String job) {
    rules
        .refusal(kind, job)
        .ifPresent(
            reason -> {
              throw new RefusedException(Refusal.NOT_BY_HAND, reason);
            });
  }
}
