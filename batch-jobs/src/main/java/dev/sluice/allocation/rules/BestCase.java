package dev.sluice.allocation.rules;

import dev.sluice.allocation.seating.Grades;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for the best available seats. All come from one grade. Quantity goes before grade, and
 * grade before rung: every wanted grade is searched for the full quantity, each on all rungs of the
 * session's ladder, before one seat fewer is tried.
 *
 * <p>Where a minimum below the quantity is given, the quantity is first cut to what the customer's
 * limit leaves.
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
        if (allows(rung, command.minimum())
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
      if (allows(rung, quantity)) {
        int[] seats = session().best().find(rung, grade, quantity);
        if (seats != null) {
          return seats;
        }
      }
    }
    return null;
  }

  /** A single seat is beside itself wherever it is. */
  private boolean allows(Rung rung, int quantity) {
    return switch (rung) {
      case WITHOUT_ORPHANS, ADJACENT -> true;
      case SAME_SECTION, SPLIT -> !command.adjacent() || quantity == 1;
    };
  }

  @Override
  Ruling grant() {
    if (found == null) {
      throw new IllegalStateException("The rule that looks for seats was left out");
    }
    return hold(found);
  }
}
