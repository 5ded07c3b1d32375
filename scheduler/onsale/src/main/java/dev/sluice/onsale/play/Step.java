package dev.sluice.onsale.play;

import dev.sluice.contract.request.Command;
import java.util.UUID;

/** One thing that a client does. */
sealed interface Step {

  /** How many requests it sends. */
  default int requests() {
    return 1;
  }

  /** Sends a planned request and waits for the outcome. */
  record Ask(PlannedRequest planned) implements Step {}

  /** Sends a planned request twice at the same time: one of them has to be the repeat. */
  record AskTwice(PlannedRequest planned) implements Step {

    @Override
    public int requests() {
      return 2;
    }
  }

  /** Sends a planned request again that was sent before. */
  record Repeat(PlannedRequest planned) implements Step {}

  /** Sends something else under the id of a planned request that was sent before. */
  record Reuse(PlannedRequest planned, Command other) implements Step {}

  /**
   * Gives back a reservation.
   *
   * @param inPart only its first seat, if more are held
   */
  record GiveBack(PlannedRequest planned, boolean inPart) implements Step {

    /** The reservation. */
    UUID reservation() {
      return ((Command.Cancel) planned.command()).reservation();
    }
  }

  /**
   * Pays for a reservation what it was told to cost, or a little if it was told none, and waits for
   * what the provider says.
   */
  record Pay(PlannedRequest planned) implements Step {

    /** What it pays for, by which key. */
    Command.Pay command() {
      return (Command.Pay) planned.command();
    }
  }

  /**
   * Sends what the API has to refuse at the door.
   *
   * @param status of its answer
   */
  record Misfit(UUID session, String body, int status) implements Step {}
}
