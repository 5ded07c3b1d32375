package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;

/** What becomes of a hold or a wait whose time is over. It reads and never changes. */
@FunctionalInterface
public interface Ending {

  /** A hold expires, its seats are free; who waited leaves. */
  Ending STANDARD =
      (session, due, moment) ->
          due.status() == ReservationStatus.WAITING
              ? new Consequence(
                  new Transition.WaitEnded(session.id(), due.id()),
                  new Change.Continued(due, due.endedAs(ReservationStatus.LEFT, moment.decided())))
              : new Consequence(
                  new Transition.HoldExpired(
                      session.id(), due.id(), session.hall().labels(due.seats())),
                  new Change.Continued(
                      due, due.endedAs(ReservationStatus.EXPIRED, moment.decided())));

  /**
   * The end of it.
   *
   * @param due a hold or a wait
   * @param moment the instant of that end stands for the accepted one
   */
  Consequence of(SessionState session, Reservation due, Moment moment);
}
