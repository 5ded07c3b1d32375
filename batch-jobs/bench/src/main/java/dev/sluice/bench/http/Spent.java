package dev.sluice.bench.http;

import dev.sluice.bench.Bed;
import java.time.Duration;
import java.util.Map;

/** Time that processes had on a processor since a moment. */
final class Spent {

  private static final double MANY = 10_000;

  private final Bed bed;
  private final Map<String, Duration> before;

  private Spent(Bed bed) {
    this.bed = bed;
    this.before = bed.processes().time();
  }

  static Spent since(Bed bed) {
    bed.processes().add("client", ProcessHandle.current().pid());
    return new Spent(bed);
  }

  /** Notes for every process how many seconds 10,000 requests took it. */
  void note(Notebook notebook, String what, long requests) {
    bed.processes()
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
