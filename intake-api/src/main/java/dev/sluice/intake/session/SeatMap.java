package dev.sluice.intake.session;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.intake.outcome.DecodedSlice;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** State of the seats of one session as of a number of its shard. Not thread-safe. */
final class SeatMap {

  private final UUID session;
  private final HallSeats hall;
  private final Map<String, String> grades;
  private final SeatState[] states;
  private long number;
  private long changedNumber;

  SeatMap(Session session, HallSeats hall, Seating.Baseline baseline) {
    this.session = session.id();
    this.hall = hall;
    this.grades = session.sections();
    this.states = new SeatState[hall.seats().size()];
    this.number = baseline.number();
    this.changedNumber = baseline.number();
    for (int i = 0; i < states.length; i++) {
      states[i] = free(i);
    }
    baseline.taken().forEach(seat -> states[seat.ordinal()] = seat.state());
  }

  /** The shard's last decision that is in this map. */
  long number() {
    return number;
  }

  /** The shard's last decision that changed this map, as far as is known. */
  long changedNumber() {
    return changedNumber;
  }

  HallSeats hall() {
    return hall;
  }

  SeatState state(int ordinal) {
    return states[ordinal];
  }

  /** Grade of a section; null if it is not on sale. */
  @Nullable String grade(String section) {
    return grades.get(section);
  }

  /** Applies the slice that follows this map's number. */
  void apply(DecodedSlice slice) {
    if (slice.firstNumber() != number + 1) {
      throw new IllegalArgumentException(
          "A slice from " + slice.firstNumber() + " does not follow " + number);
    }
    long elementNumber = number;
    for (JournalElement element : slice.elements()) {
      elementNumber++;
      if (apply(element)) {
        changedNumber = elementNumber;
      }
    }
    number = slice.lastNumber();
  }

  private boolean apply(JournalElement element) {
    if (!session.equals(element.session())) {
      return false;
    }
    return switch (element) {
      case JournalElement.Decided(_, _, _, Outcome outcome, _) ->
          set(outcome.freed(), outcome.taken(), outcome.sold());
      case JournalElement.Unread _ -> false;
      case JournalElement.Changed(Transition transition) ->
          set(transition.freed(), transition.taken(), List.of());
    };
  }

  private boolean set(List<String> freed, List<String> taken, List<String> sold) {
    set(freed, SeatState.FREE);
    set(taken, SeatState.HELD);
    set(sold, SeatState.SOLD);
    return !freed.isEmpty() || !taken.isEmpty() || !sold.isEmpty();
  }

  private void set(List<String> labels, SeatState state) {
    for (String label : labels) {
      Integer ordinal = hall.ordinals().get(label);
      if (ordinal != null) {
        states[ordinal] = state == SeatState.FREE ? free(ordinal) : state;
      }
    }
  }

  private SeatState free(int ordinal) {
    return grades.containsKey(hall.seats().get(ordinal).section())
        ? SeatState.FREE
        : SeatState.BLOCKED;
  }

  @Override
  public String toString() {
    return "Seats of " + session + " as of " + number + ": " + Arrays.toString(states);
  }
}
