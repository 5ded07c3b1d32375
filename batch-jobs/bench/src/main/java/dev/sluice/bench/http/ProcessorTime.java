package dev.sluice.bench.http;

import dev.sluice.bench.Testbed;
import java.time.Duration;
import java.util.Map;

/** Time that processes had on a processor since a moment. */
final class ProcessorTime {

  private static final double MANY = 10_000;

  private final Testbed testbed;
  private final Map<String, Duration> before;

  private ProcessorTime(Testbed testbed) {
    this.testbed = testbed;
    this.before = testbed.processes().time();
  }

  static ProcessorTime since(Testbed testbed) {
    testbed.processes().add("client", ProcessHandle.current().pid());
    return new ProcessorTime(testbed);
  }

  /** Notes for every process how many seconds 10,000 requests took it. */
  void note(Notebook notebook, String what, long requests) {
    testbed
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
