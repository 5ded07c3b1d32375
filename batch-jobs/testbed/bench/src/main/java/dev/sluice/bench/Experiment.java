package dev.sluice.bench;

import java.util.List;

/** One question, asked by arms that take turns on the same servers. */
public interface Experiment {

  /** A short name, by which the reader can choose it. */
  String name();

  /**
   * Runs all arms, round after round.
   *
   * @return what was found; a run in which a promise was broken gives none
   * @throws BrokenPromiseException if the check found a breach
   */
  List<Finding> run(ExperimentSetup setup) throws Exception;
}
