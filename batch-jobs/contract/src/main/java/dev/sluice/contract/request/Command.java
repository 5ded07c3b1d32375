package dev.sluice.contract.request;

import dev.sluice.contract.Limits;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants, or the system itself. The records check shape and limits, so one that exists
 * is well-formed; whether it can be granted is the drain's decision.
 */
public sealed interface Command {

  /**
   * Label of a seat, grade or section: letters, digits and a few signs, so that it needs no escape.
   */
  Pattern LABEL =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0," + (Limits.LABEL_LENGTH_MAX - 1) + "}");

  /** The type that stands in the stream entry. */
  RequestType type();

  /** The reservation that it is about; null if it names none. */
  default @Nullable UUID reservation() {
    return null;
  }

  /** The client's own note, carried through to the outcome; null if there is none. */
  default @Nullable String reference() {
    return null;
  }

  /** The lists of labels that it takes, each by the name of its field. */
  Map<String, List<String>> labels();

  /** A request for seats: those named, or the best available. */
  sealed interface Reserve extends Command {

    @Override
    @Nullable String reference();

    @Override
    default RequestType type() {
      return RequestType.RESERVE;
    }
  }

  /**
   * All of the named seats, or none.
   *
   * @param seats labels, 1 to {@link Limits#SEATS_PER_REQUEST_MAX}, in the client's order
   */
  record ReserveNamed(List<String> seats, @Nullable String reference) implements Reserve {

    /**
     * Copies the list.
     *
     * @throws InvalidRequestException if there are too few or too many seats, or one is no label
     */
    public ReserveNamed {
      var problems = new FieldProblems();
      problems.checkLabels("seats", seats, Limits.SEATS_PER_REQUEST_MAX, 1);
      problems.checkReference(reference);
      problems.throwIfAny();
      seats = List.copyOf(seats);
    }

    @Override
    public Map<String, List<String>> labels() {
      return Map.of("seats", seats);
    }
  }

  /**
   * The best seats that are free.
   *
   * @param grades in order of preference, 1 to {@link Limits#GRADES_PER_REQUEST_MAX}
   * @param quantity seats wanted, 1 to {@link Limits#SEATS_PER_REQUEST_MAX}
   * @param minimum the fewest that still help, 1 to {@code quantity}; equal to it: all or nothing
   * @param adjacent whether they must be neighbours in one row; if not, that is only preferred
   */
  record ReserveBest(
      List<String> grades, int quantity, int minimum, boolean adjacent, @Nullable String reference)
      implements Reserve {

    /**
     * Copies the list.
     *
     * @throws InvalidRequestException if a figure is out of range or a grade is no label
     */
    public ReserveBest {
      var problems = new FieldProblems();
      problems.checkLabels("grades", grades, Limits.GRADES_PER_REQUEST_MAX, 1);
      problems.checkQuantity(quantity, minimum);
      problems.checkReference(reference);
      problems.throwIfAny();
      grades = List.copyOf(grades);
    }

    @Override
    public Map<String, List<String>> labels() {
      return Map.of("grades", grades);
    }
  }

  /** Lets what is due in the session happen; asked for by the system alone. */
  record Expire() implements Command {

    @Override
    public RequestType type() {
      return RequestType.EXPIRE;
    }

    @Override
    public Map<String, List<String>> labels() {
      return Map.of();
    }
  }

  /**
   * Gives back seats of a reservation.
   *
   * @param reservation its id: the request id of its RESERVE
   * @param seats labels of the seats to give back; empty: all of them
   */
  record Cancel(UUID reservation, List<String> seats) implements Command {

    /**
     * Copies the list.
     *
     * @throws InvalidRequestException if there are too many seats, or one is no label
     */
    public Cancel {
      var problems = new FieldProblems();
      problems.checkLabels("seats", seats, Limits.SEATS_PER_REQUEST_MAX, 0);
      problems.throwIfAny();
      seats = List.copyOf(seats);
    }

    @Override
    public RequestType type() {
      return RequestType.CANCEL;
    }

    @Override
    public Map<String, List<String>> labels() {
      return Map.of("seats", seats);
    }
  }
}
