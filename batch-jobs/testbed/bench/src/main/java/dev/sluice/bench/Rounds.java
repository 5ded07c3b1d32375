package dev.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects what arms measure, round by round, and tells it. Not thread-safe. */
public final class Rounds {

  private final ExperimentSetup setup;
  private final String unit;
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /** Of values with that unit. */
  public Rounds(ExperimentSetup setup, String unit) {
    this.setup = setup;
    this.unit = unit;
  }

  /** Adds an arm's value of this round. */
  public void add(String arm, double value) {
    values.computeIfAbsent(arm, ignored -> new ArrayList<>()).add(value);
    setup.tell("%-64s %12s %s".formatted(arm, Report.number(value), unit));
  }

  /** All arms, in the order of their first value. */
  public Set<String> arms() {
    return values.keySet();
  }

  /** What an arm measured so far. */
  public Samples of(String arm) {
    return new Samples(arm, unit, Objects.requireNonNull(values.get(arm), arm));
  }
}
