package dev.sluice.onsale.play;

import dev.sluice.contract.Command;
import java.util.UUID;

/** One thing that a client does. */
sealed interface Step {

  /** How many requests it sends. */
  default int requests() {
    return 1;
  }

  /** Sends a wish and waits for the outcome. */
  record Ask(Wish wish) implements Step {}

  /** Sends a wish twice at the same time: one of them has to be the repeat. */
  record AskTwice(Wish wish) implements Step {

    @Override
    public int requests() {
      return 2;
    }
  }

  /** Sends a wish again that was sent before. */
  record Repeat(Wish wish) implements Step {}

  /** Sends something else under the id of a wish that was sent before. */
  record Reuse(Wish wish, Command other) implements Step {}

  /**
   * Gives back a reservation.
   *
   * @param inPart only its first seat, if more are held
   */
  record GiveBack(Wish wish, boolean inPart) implements Step {

    /** The reservation. */
    UUID reservation() {
      return ((Command.Cancel) wish.command()).reservation();
    }
  }

  /**
   * Sends what the API has to refuse at the door.
   *
   * @param status of its answer
   */
  record Misfit(UUID session, String body, int status) implements Step {}
}
