package dev.sluice.intake.outcome;

import dev.sluice.contract.RememberedRequest;

/** Where a request stands. */
public sealed interface Standing {

  /**
   * Not decided, as far as is known.
   *
   * @param remembered where it is in the stream
   * @param place undecided entries up to it, itself included; an estimate, at least 1
   * @param seconds until it is decided; an estimate, at least 1
   */
  record Queued(RememberedRequest remembered, long place, long seconds) implements Standing {}

  /** Decided, for good. */
  record Decided(Decision decision) implements Standing {}
}
