package dev.sluice.rig.check;

import java.util.List;

/**
 * What a check found.
 *
 * @param name the promise's short name
 * @param promise the promise in a few words
 * @param counts what was looked at, in the order in which it should be told
 * @param breachCount how often the promise was broken
 * @param breaches the first of the breaches, in words
 */
public record Verdict(
    String name, String promise, List<Count> counts, long breachCount, List<String> breaches) {

  /** Copies the lists. */
  public Verdict {
    counts = List.copyOf(counts);
    breaches = List.copyOf(breaches);
  }

  /** How much of something was looked at. */
  public record Count(String what, long number) {}

  /** Whether the promise was kept. */
  public boolean holds() {
    return breachCount == 0;
  }
}
