package dev.sluice.contract;

import java.util.List;
import java.util.UUID;

/** A change that no request asked for. It takes a number of its shard like an outcome. */
public sealed interface Transition {

  /** The session that changed. */
  UUID session();

  /**
   * The shard met the session for the first time: from here on the journal knows its terms, so that
   * slices can be decided again without the catalogue of that day.
   */
  record SessionAdmitted(UUID session, Terms terms) implements Transition {}

  /**
   * A hold was not paid in time; its seats are free.
   *
   * @param session the session
   * @param reservation the hold
   * @param seats labels that are free again
   */
  record HoldExpired(UUID session, UUID reservation, List<String> seats) implements Transition {

    /** Copies the list. */
    public HoldExpired {
      seats = List.copyOf(seats);
    }
  }
}
