package dev.sluice.contract.request;

import dev.sluice.contract.Limits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /**
   * A provider's key of a payment: it needs no escape in a path, and is none of the path's dots.
   */
  Pattern PAYMENT_KEY =
      Pattern.compile(
          "[A-Za-z0-9_=-][A-Za-z0-9._=-]{0," + (Limits.PAYMENT_KEY_LENGTH_MAX - 1) + "}");

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
   * @param waitlist whether it waits for seats to be freed, should there be too few
   * @param until first instant at which it waits no longer, in whole milliseconds; null: the end of
   *     the sale, which ends every wait
   */
  record ReserveBest(
      List<String> grades,
      int quantity,
      int minimum,
      boolean adjacent,
      boolean waitlist,
      @Nullable Instant until,
      @Nullable String reference)
      implements Reserve {

    /**
     * Copies the list; cuts the instant to milliseconds.
     *
     * @throws InvalidRequestException if a figure is out of range, a grade is no label, or there is
     *     an end of a wait that is not wanted
     */
    public ReserveBest {
      var problems = new FieldProblems();
      problems.checkLabels("grades", grades, Limits.GRADES_PER_REQUEST_MAX, 1);
      problems.checkQuantity(quantity, minimum);
      problems.checkWait(waitlist, until);
      problems.checkReference(reference);
      problems.throwIfAny();
      grades = List.copyOf(grades);
      until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
    }

    /** One that does not wait. */
    public ReserveBest(
        List<String> grades,
        int quantity,
        int minimum,
        boolean adjacent,
        @Nullable String reference) {
      this(grades, quantity, minimum, adjacent, false, null, reference);
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

  /**
   * Waits no longer for seats.
   *
   * @param reservation its id: the request id of the RESERVE that waits
   */
  record LeaveWaitlist(UUID reservation) implements Command {

    @Override
    public RequestType type() {
      return RequestType.LEAVE_WAITLIST;
    }

    @Override
    public Map<String, List<String>> labels() {
      return Map.of();
    }
  }

  /**
   * Pays for a hold. The provider is asked later; until it has answered the hold cannot end.
   *
   * @param reservation its id: the request id of its RESERVE
   * @param amount what the customer means to pay, in minor units: not negative, and the amount due
   *     or it is refused
   * @param paymentKey the provider's key of the payment that the customer began; null only where
   *     nothing is to be paid
   */
  record Pay(UUID reservation, long amount, @Nullable String paymentKey, @Nullable String reference)
      implements Command {

    /**
     * Checks the amount, the key and the note.
     *
     * @throws InvalidRequestException if the amount is negative, or the key is none, or missing
     *     beside an amount, or the note is none
     */
    public Pay {
      var problems = new FieldProblems();
      problems.checkPayment(amount, paymentKey);
      problems.checkReference(reference);
      problems.throwIfAny();
    }

    /** One without a note. */
    public Pay(UUID reservation, long amount, @Nullable String paymentKey) {
      this(reservation, amount, paymentKey, null);
    }

    /** Without the key: who knows it knows too much. */
    @Override
    public String toString() {
      return "Pay[reservation=" + reservation + ", amount=" + amount + "]";
    }

    @Override
    public RequestType type() {
      return RequestType.PAY;
    }

    @Override
    public Map<String, List<String>> labels() {
      return Map.of();
    }
  }

  /**
   * Says what became of a payment; said by the system alone.
   *
   * @param reservation that was to be paid
   * @param payment request id of its PAY
   * @param result what the provider said
   * @param amount what it has captured, in minor units; 0 where it declined
   */
  record Settle(UUID reservation, UUID payment, Settlement result, long amount) implements Command {

    /**
     * Checks the amount.
     *
     * @throws InvalidRequestException if something was captured and nothing taken, or the other way
     *     round
     */
    public Settle {
      var problems = new FieldProblems();
      problems.checkSettlement(result, amount);
      problems.throwIfAny();
    }

    @Override
    public RequestType type() {
      return RequestType.SETTLE;
    }

    @Override
    public Map<String, List<String>> labels() {
      return Map.of();
    }
  }
}
