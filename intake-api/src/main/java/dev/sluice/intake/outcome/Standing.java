package dev.sluice.intake.outcome;

import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.intake.outcome.settlement.PaymentId;

/** Where a request stands. */
public sealed interface Standing {

  /** Where it stands in its shard's stream, which is when it was accepted. */
  EntryId entry();

  /** Not final: there is something to wait for. */
  sealed interface Pending extends Standing {}

  /**
   * Not decided, as far as is known.
   *
   * @param remembered where it is in the stream
   * @param place undecided entries up to it, itself included; an estimate, at least 1
   * @param estimate when it is decided
   */
  record Queued(RememberedRequest remembered, long place, Estimate estimate) implements Pending {

    @Override
    public EntryId entry() {
      return remembered.entry();
    }
  }

  /**
   * A payment was let begin, and nothing settled it yet, as far as is known.
   *
   * @param decision that let it begin
   * @param payment what it is known by
   */
  record Paying(LocatedOutcome decision, PaymentId payment) implements Pending {

    @Override
    public EntryId entry() {
      return decision.entry();
    }
  }

  /**
   * Decided. For good, but for a payment that a person settled as declined: what is captured after
   * all goes back, and then that is told.
   */
  record Decided(LocatedOutcome decision) implements Standing {

    @Override
    public EntryId entry() {
      return decision.entry();
    }
  }
}
