package dev.sluice.intake.outcome;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.stream.EntryId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outcome and where it was decided.
 *
 * @param customer who asked; null if the entry did not say it readably
 * @param entry where the request stood in the stream
 * @param reference the client's own note; null if there is none
 * @param outcome what was decided
 * @param shard by which shard
 * @param number its number in the shard
 * @param slice first number of its slice
 * @param rank its place in the slice, from 0
 * @param at when
 */
public record LocatedOutcome(
    @Nullable String customer,
    EntryId entry,
    @Nullable String reference,
    Outcome outcome,
    int shard,
    long number,
    long slice,
    int rank,
    Instant at) {

  /** The same request, decided for good by a later outcome: told so, and located where that is. */
  LocatedOutcome settledBy(LocatedOutcome later, Outcome told) {
    return new LocatedOutcome(
        customer,
        entry,
        reference,
        told,
        later.shard,
        later.number,
        later.slice,
        later.rank,
        later.at);
  }
}
