package dev.sluice.allocation;

import dev.sluice.contract.outcome.Outcome;

/** Counts the elements of a slice while it is decided. */
final class Tally {

  private int granted;
  private int waitlisted;
  private int rejected;
  private int duplicates;
  private int deadLettered;
  private int system;
  private int transitions;

  void add(Outcome outcome) {
    switch (outcome.kind()) {
      case GRANTED -> granted++;
      case WAITLISTED -> waitlisted++;
      case REJECTED -> rejected++;
      case DUPLICATE -> duplicates++;
      case DEAD_LETTERED -> deadLettered++;
      case SYSTEM -> system++;
    }
  }

  void addTransition() {
    transitions++;
  }

  Decision.Counts counts() {
    return new Decision.Counts(
        granted, waitlisted, rejected, duplicates, deadLettered, system, transitions);
  }
}
