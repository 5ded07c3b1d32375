package dev.sluice.bench.http;

import dev.sluice.bench.Experiment;
import java.util.List;

/** The experiments over HTTP. */
public final class HttpExperiments {

  private HttpExperiments() {}

  /** All of them, in the order in which they run. */
  public static List<Experiment> all() {
    return List.of(
        new PostsExperiment(),
        new BulkExperiment(),
        new LatencyExperiment(),
        new WaitingExperiment());
  }
}
