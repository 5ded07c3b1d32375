package dev.sluice.allocation.rules;

import dev.sluice.allocation.seating.BestSeats;
import dev.sluice.allocation.seating.Grades;
import dev.sluice.allocation.snapshot.Change;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.allocation.snapshot.Waiter;
import dev.sluice.contract.Limits;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for the best available seats. All come from one grade. Quantity goes before grade, and
 * grade before rung: every wanted grade is searched for the full quantity, each on all rungs of the
 * session's ladder, before one seat fewer is tried.
 *
 * <p>Where a minimum below the quantity is given, the quantity is first cut to what the customer's
 * limit leaves.
 *
 * <p>Where seats are merely lacking it may wait for some, if it wishes to, and if it could be
 * served were all of them free.
 */
final class BestCase extends ReserveCase {

  /** What speaks against it, in the order of precedence; the last one looks for the seats. */
  static final List<Rule<BestCase>> RULES =
      List.of(
          Case::repeated,
          ReserveCase::beforeSale,
          ReserveCase::afterSale,
          BestCase::gradeUnknown,
          BestCase::aboveLimit,
          BestCase::nothingFree,
          BestCase::tooFewLeft,
          BestCase::notFound);

  /** Of who waits and might be served: it was in time when it came, and its id is its own. */
  static final List<Rule<BestCase>> OF_WAITERS =
      List.of(
          ReserveCase::afterSale,
          BestCase::gradeUnknown,
          BestCase::aboveLimit,
          BestCase::nothingFree,
          BestCase::tooFewLeft,
          BestCase::notFound);

  /** What freed seats may change. */
  private static final Set<Reason> LACK_OF_SEATS =
      Set.of(Reason.SOLD_OUT, Reason.HELD_FOR_NOW, Reason.FEWER_LEFT, Reason.NOT_ADJACENT);

  private final Command.ReserveBest command;
  private final int[] grades;
  private int @Nullable [] found;

  BestCase(
      SessionState session,
      Request request,
      Command.ReserveBest command,
      Moment moment,
      long number) {
    super(session, request, moment, number);
    this.command = command;
    this.grades = new int[command.grades().size()];
    for (int i = 0; i < grades.length; i++) {
      grades[i] = session.grades().indexOf(command.grades().get(i));
    }
  }

  private @Nullable Outcome gradeUnknown() {
    for (int grade : grades) {
      if (grade == Grades.NONE) {
        return Refusals.because(Reason.UNKNOWN_GRADE);
      }
    }
    return null;
  }

  private @Nullable Outcome aboveLimit() {
    return command.minimum() > allowance()
        ? Refusals.because(Reason.CUSTOMER_LIMIT_EXCEEDED)
        : null;
  }

  private @Nullable Outcome nothingFree() {
    if (mostFree() > 0) {
      return null;
    }
    for (int grade : grades) {
      if (session().heldInGrade(grade) > 0) {
        return Refusals.because(Reason.HELD_FOR_NOW);
      }
    }
    return Refusals.because(Reason.SOLD_OUT);
  }

  private @Nullable Outcome tooFewLeft() {
    int left = mostFree();
    return left < command.minimum()
        ? new Outcome.Rejected(Reason.FEWER_LEFT, List.of(), left)
        : null;
  }

  private @Nullable Outcome notFound() {
    found = search();
    if (found != null) {
      return null;
    }
    return Refusals.because(canEverFit() ? Reason.NOT_ADJACENT : Reason.NEVER_ADJACENT);
  }

  /** Whether any of the grades could hold the minimum, were every seat free. */
  private boolean canEverFit() {
    for (int grade : grades) {
      for (Rung rung : session().terms().ladder()) {
        if (BestSeats.allows(rung, command.adjacent(), command.minimum())
            && session().best().canEverFit(rung, grade, command.minimum())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Free seats of the wanted grade that has the most: they all come from one. */
  private int mostFree() {
    int most = 0;
    for (int grade : grades) {
      most = Math.max(most, session().free().inGrade(grade));
    }
    return most;
  }

  private int @Nullable [] search() {
    int most = Math.min(command.quantity(), Math.min(allowance(), mostFree()));
    for (int quantity = most; quantity >= command.minimum(); quantity--) {
      for (int grade : grades) {
        int[] seats = searchGrade(grade, quantity);
        if (seats != null) {
          return seats;
        }
      }
    }
    return null;
  }

  private int @Nullable [] searchGrade(int grade, int quantity) {
    for (Rung rung : session().terms().ladder()) {
      if (BestSeats.allows(rung, command.adjacent(), quantity)) {
        int[] seats = session().best().find(rung, grade, quantity);
        if (seats != null) {
          return seats;
        }
      }
    }
    return null;
  }

  @Override
  Ruling grant() {
    return hold(seats());
  }

  @Override
  Ruling refused(Outcome outcome) {
    return command.waitlist()
            && outcome instanceof Outcome.Rejected rejected
            && LACK_OF_SEATS.contains(rejected.reason())
            && moment().accepted().isBefore(until())
            && canEverFit()
        ? queue()
        : Ruling.of(outcome);
  }

  private Ruling queue() {
    if (session().waiters().countOf(request().customer()) >= Limits.WAITERS_PER_CUSTOMER_MAX) {
      return Ruling.of(Refusals.because(Reason.TOO_MANY_WAITS));
    }
    if (session().waiters().size() >= Limits.WAITERS_PER_SESSION_MAX) {
      return Ruling.of(Refusals.because(Reason.WAITLIST_FULL));
    }
    Reservation waiting = Reservation.waiting(request(), number(), until(), moment().decided());
    return new Ruling(
        new Outcome.Waitlisted(waiting.id(), session().waiters().size() + 1, until()),
        List.of(new Change.Queued(new Waiter(waiting, command))));
  }

  /** Nothing is offered after the sale's end. */
  private Instant until() {
    Instant closesAt = session().terms().closesAt();
    Instant wished = command.until();
    return wished != null && wished.isBefore(closesAt) ? wished : closesAt;
  }

  /** The seats that were found, for the reservation that waited: a hold of full length. */
  Consequence serve(Reservation waiting) {
    Reservation served =
        waiting.served(seats(), session().grades().amount(seats()), holdEnd(), moment().decided());
    return new Consequence(
        new Transition.WaiterServed(
            session().id(),
            served.id(),
            session().hall().labels(served.seats()),
            served.amount(),
            session().terms().currency(),
            served.holdExpiresAt()),
        new Change.Continued(waiting, served));
  }

  private int[] seats() {
    if (found == null) {
      throw new IllegalStateException("The rule that looks for seats was left out");
    }
    return found;
  }
}
