package dev.sluice.allocation.snapshot;

/** What a rule wants changed in the session that it looks at. */
public sealed interface Change {

  /** The session is known to the journal from here on. */
  record Admitted() implements Change {}

  /** Nothing: but where the session stands is written, should the tables say otherwise. */
  record Looked() implements Change {}

  /**
   * A reservation begins.
   *
   * @param reservation as it begins
   */
  record Begun(Reservation reservation) implements Change {

    /**
     * Looks into the table of statuses.
     *
     * @throws IllegalStateException if none begins so
     */
    public Begun {
      if (!reservation.status().canBegin()) {
        throw new IllegalStateException(
            "Reservation " + reservation.id() + " cannot begin as " + reservation.status());
      }
    }
  }

  /**
   * A reservation begins to wait.
   *
   * @param waiter with what it waits for
   */
  record Queued(Waiter waiter) implements Change {}

  /**
   * A reservation goes on in another way.
   *
   * @param before as the snapshot has it
   * @param after as it is from now on
   */
  record Continued(Reservation before, Reservation after) implements Change {

    /**
     * Looks into the table of statuses; one that keeps its status may change all the same.
     *
     * @throws IllegalStateException if the one status cannot become the other
     */
    public Continued {
      if (before.status() != after.status() && !before.status().canBecome(after.status())) {
        throw new IllegalStateException(
            "Reservation %s is %s and cannot become %s"
                .formatted(before.id(), before.status(), after.status()));
      }
    }
  }

  /**
   * Money goes back.
   *
   * @param refund how much, of which payment
   */
  record Owed(Refund refund) implements Change {}
}
