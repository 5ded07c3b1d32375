package dev.sluice.allocation;

import dev.sluice.contract.Transition;
import java.util.List;

/**
 * What becomes of a session without a request of its own: its time has come, or what was changed
 * before lets it happen.
 *
 * @param transition what the journal says of it
 * @param changes what is to be changed for it, in order
 */
record Consequence(Transition transition, List<Change> changes) {

  /** One change. */
  Consequence(Transition transition, Change change) {
    this(transition, List.of(change));
  }
}
