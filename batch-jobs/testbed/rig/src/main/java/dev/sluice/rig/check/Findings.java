package dev.sluice.rig.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a check sees. Not thread-safe. */
final class Findings {

  private static final int TEXTS_MAX = 10;

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<String> breaches = new ArrayList<>();
  private long breachCount;

  /** Adds to what was looked at. */
  void count(String what, long number) {
    counts.merge(what, number, Long::sum);
  }

  /** Notes a breach. */
  void breach(String text) {
    breachCount++;
    if (breaches.size() < TEXTS_MAX) {
      breaches.add(text);
    }
  }

  Verdict verdict(String name, String promise) {
    return new Verdict(
        name,
        promise,
        counts.entrySet().stream()
            .map(entry -> new Verdict.Count(entry.getKey(), entry.getValue()))
            .toList(),
        breachCount,
        breaches);
  }
}
