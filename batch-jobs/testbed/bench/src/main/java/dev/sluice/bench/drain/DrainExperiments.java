package dev.sluice.bench.drain;

import dev.sluice.bench.Experiment;
import java.util.List;

/** The experiments of this package. */
public final class DrainExperiments {

  private DrainExperiments() {}

  /** In the order of their numbers. */
  public static List<Experiment> all() {
    return List.of(
        new PerRequest(),
        new Apply(),
        new Bare(),
        new Shapes(),
        new FullJournal(),
        new BatchSizes(),
        new Idle(),
        new Cost());
  }
}
