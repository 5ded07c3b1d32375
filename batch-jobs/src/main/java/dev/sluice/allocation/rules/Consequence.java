package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.contract.outcome.Transition;
import java.util.List;

/**
 * What becomes of a session without a request of its own: its time has come, or what was changed
 * before lets it happen.
 *
 * @param transition what the journal says of it
 * @param changes what is to be changed for it, in order
 */
public record Consequence(Transition transition, List<Change> changes) {

  /** One change. */
  public Consequence(Transition transition, Change change) {
    this(transition, List.of(change));
  }
}
