package dev.sluice.dashboard.pages;

import java.util.List;

/** Problems that an application adds to the overview: each bean of this type is asked. */
public interface ApplicationProblems {

  /**
   * Those that there are now, worst first. It does not throw: what it cannot find out is a problem,
   * too.
   */
  List<ApplicationProblem> list();
}
