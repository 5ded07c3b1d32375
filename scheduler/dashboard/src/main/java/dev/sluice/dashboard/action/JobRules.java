package dev.sluice.dashboard.action;

import dev.sluice.dashboard.audit.ActionKind;
import java.util.List;
import java.util.Optional;

/** What the application lets people do to its jobs. */
public interface JobRules {

  /** Everything to all. */
  JobRules NONE = (_, _) -> Optional.empty();

  /**
   * What a start by hand begins with, in place of what the last execution had; empty for the last
   * execution's.
   */
  default List<GivenParameter> suggested(String job) {
    return List.of();
  }

  /** Returns why this is not done by hand to that job; empty where it may be. */
  Optional<String> refusal(ActionKind kind, String job);
}
