package dev.sluice.bench.http;

import dev.sluice.bench.Finding;
import dev.sluice.bench.Samples;
import dev.sluice.bench.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the arms of one experiment measured, round by round. Not thread-safe. */
final class Notebook {

  private final Map<String, List<Double>> values = new LinkedHashMap<>();
  private final Map<String, String> units = new LinkedHashMap<>();

  /** Notes what an arm measured in a round. */
  void note(String arm, String unit, double value) {
    units.put(arm, unit);
    values.computeIfAbsent(arm, _ -> new ArrayList<>()).add(value);
  }

  /** The arms, in the order in which they were first noted. */
  Set<String> arms() {
    return values.keySet();
  }

  /** All that the arm measured. */
  Samples of(String arm) {
    return new Samples(arm, units.getOrDefault(arm, ""), values.getOrDefault(arm, List.of()));
  }

  /** A row that reports what the arm measured. */
  Finding reported(String number, String arm) {
    return Finding.figure(number, arm, Target.NONE, of(arm));
  }
}
