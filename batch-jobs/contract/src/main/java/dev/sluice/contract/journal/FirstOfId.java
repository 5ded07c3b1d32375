package dev.sluice.contract.journal;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;

/**
 * The decision that a request id stands for, as the index knows it when Redis has forgotten the id.
 *
 * @param number of the decision in the shard
 * @param digest of the request that was decided
 */
public record FirstOfId(long number, Digest digest) {

  /** What becomes of another request under the id. */
  public Outcome outcomeOf(Request request) {
    return digest.equals(request.digest())
        ? new Outcome.Duplicate(number)
        : Outcome.Rejected.because(Reason.REQUEST_ID_REUSED);
  }
}
