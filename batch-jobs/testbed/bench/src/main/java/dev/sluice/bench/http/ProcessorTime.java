package dev.sluice.bench.http;

import dev.sluice.bench.ExperimentSetup;
import java.time.Duration;
import java.util.Map;

/** Time that processes had on a processor since a moment. */
final class ProcessorTime {

  private static final double MANY = 10_000;

  private final ExperimentSetup setup;
  private final Map<String, Duration> before;

  private ProcessorTime(ExperimentSetup setup) {
    this.setup = setup;
    this.before = setup.processes().time();
  }

  static ProcessorTime since(ExperimentSetup setup) {
    setup.processes().add("client", ProcessHandle.current().pid());
    return new ProcessorTime(setup);
  }

  /** Notes for every process how many seconds 10,000 requests took it. */
  void note(Notebook notebook, String what, long requests) {
    setup
        .processes()
        .time()
        .forEach(
            (process, time) ->
                notebook.note(
                    what + ": processor time of " + process + " for 10,000",
                    "s",
                    seconds(process, time) * MANY / requests));
  }

  private double seconds(String process, Duration time) {
    return time.minus(before.getOrDefault(process, Duration.ZERO)).toNanos() / 1e9;
  }
}
