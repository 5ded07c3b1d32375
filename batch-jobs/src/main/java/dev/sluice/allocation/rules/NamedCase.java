package dev.sluice.allocation.rules;

import dev.sluice.allocation.seating.Grades;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A request for seats by name: all of them, or none. */
final class NamedCase extends ReserveCase {

  /** What speaks against it, in the order of precedence. */
  static final List<Rule<NamedCase>> RULES =
      List.of(
          Case::repeated,
          ReserveCase::beforeSale,
          ReserveCase::afterSale,
          NamedCase::seatsUnknown,
          NamedCase::seatsNamedTwice,
          NamedCase::aboveLimit,
          NamedCase::seatsTaken);

  private final List<String> labels;
  private final int[] seats;

  NamedCase(
      SessionState session,
      Request request,
      Command.ReserveNamed command,
      Moment moment,
      long number) {
    super(session, request, moment, number);
    this.labels = command.seats();
    this.seats = new int[labels.size()];
    for (int i = 0; i < seats.length; i++) {
      seats[i] = session.hall().ordinalOf(labels.get(i));
    }
  }

  private @Nullable Outcome seatsUnknown() {
    return refuseIfAny(
        Reason.UNKNOWN_SEAT,
        i -> seats[i] < 0 || session().grades().ofSeat(seats[i]) == Grades.NONE);
  }

  private @Nullable Outcome seatsNamedTwice() {
    return refuseIfAny(Reason.SEAT_NAMED_TWICE, i -> labels.indexOf(labels.get(i)) < i);
  }

  private @Nullable Outcome aboveLimit() {
    return seats.length > allowance() ? Refusals.because(Reason.CUSTOMER_LIMIT_EXCEEDED) : null;
  }

  private @Nullable Outcome seatsTaken() {
    return refuseIfAny(Reason.SEAT_TAKEN, i -> !session().free().isFree(seats[i]));
  }

  /** Names the seats that are the reason, each once, in the client's order. */
  private @Nullable Outcome refuseIfAny(Reason reason, IntPredicate condition) {
    List<String> named = null;
    for (int i = 0; i < seats.length; i++) {
      if (condition.test(i)) {
        named = named == null ? new ArrayList<>(seats.length) : named;
        if (!named.contains(labels.get(i))) {
          named.add(labels.get(i));
        }
      }
    }
    return named == null ? null : new Outcome.Rejected(reason, List.copyOf(named), 0);
  }

  @Override
  Ruling grant() {
    int[] ascending = seats.clone();
    Arrays.sort(ascending);
    return hold(ascending);
  }
}
