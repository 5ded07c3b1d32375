package dev.sluice.intake.outcome;

import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;

/** Where a request stands. */
public sealed interface Standing {

  /** Where it stands in its shard's stream, which is when it was accepted. */
  EntryId entry();

  /**
   * Not decided, as far as is known.
   *
   * @param remembered where it is in the stream
   * @param place undecided entries up to it, itself included; an estimate, at least 1
   * @param estimate when it is decided
   */
  record Queued(RememberedRequest remembered, long place, Estimate estimate) implements Standing {

    @Override
    public EntryId entry() {
      return remembered.entry();
    }
  }

  /** Decided, for good. */
  record Decided(LocatedOutcome decision) implements Standing {

    @Override
    public EntryId entry() {
      return decision.entry();
    }
  }
}
