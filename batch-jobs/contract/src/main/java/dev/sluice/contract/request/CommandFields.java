package dev.sluice.contract.request;

import dev.sluice.contract.Limits;
import dev.sluice.contract.Uuids;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The fields of a command while its JSON object is read, in any order. Feed it name by name; then
 * build the command. What is wrong is collected, not thrown, until the end. Not thread-safe.
 */
public final class CommandFields {

  /** In the order in which problems with them are told. */
  private static final List<String> NAMES =
      List.of(
          "reservation",
          "seats",
          "grades",
          "quantity",
          "minimum",
          "adjacent",
          "reference",
          "amount",
          "paymentKey",
          "payment",
          "result",
          "waitlist",
          "until");

  private static final int RESERVATION = 1;
  private static final int SEATS = 1 << 1;
  private static final int GRADES = 1 << 2;
  private static final int QUANTITY = 1 << 3;
  private static final int MINIMUM = 1 << 4;
  private static final int ADJACENT = 1 << 5;
  private static final int REFERENCE = 1 << 6;
  private static final int AMOUNT = 1 << 7;
  private static final int PAYMENT_KEY = 1 << 8;
  private static final int PAYMENT = 1 << 9;
  private static final int RESULT = 1 << 10;
  private static final int WAITLIST = 1 << 11;
  private static final int UNTIL = 1 << 12;

  private final FieldProblems problems = new FieldProblems();
  private final boolean takesWaits;

  /** Which fields were given, be their values right or wrong. */
  private int given;

  private @Nullable List<@Nullable String> seats;
  private @Nullable List<@Nullable String> grades;
  private @Nullable Integer quantity;
  private @Nullable Integer minimum;
  private boolean adjacent;
  private @Nullable String reference;
  private @Nullable UUID reservation;
  private @Nullable Long amount;
  private @Nullable String paymentKey;
  private @Nullable UUID payment;
  private @Nullable Settlement result;
  private boolean waitlist;
  private @Nullable Instant until;

  /** Those that a client's call takes: it cannot wait yet. */
  public CommandFields() {
    this(false);
  }

  private CommandFields(boolean takesWaits) {
    this.takesWaits = takesWaits;
  }

  /** Those that streams and journals have: all. */
  public static CommandFields ofStream() {
    return new CommandFields(true);
  }

  /** Of a command about a reservation that is known already: it must not be given again. */
  static CommandFields of(UUID reservation) {
    var fields = new CommandFields();
    fields.given = RESERVATION;
    fields.reservation = reservation;
    return fields;
  }

  /** What is wrong so far; a caller with fields of its own adds to it. */
  public FieldProblems problems() {
    return problems;
  }

  /**
   * Reads the value of a field if it is one of a command.
   *
   * @param name the field's name
   * @param json a parser whose current token is the value's first
   * @return false if no command has such a field; the value is then unread
   */
  public boolean accept(String name, JsonParser json) {
    switch (name) {
      case "seats" -> {
        note(SEATS, name);
        seats = readLabels(name, json);
      }
      case "grades" -> {
        note(GRADES, name);
        grades = readLabels(name, json);
      }
      case "quantity" -> {
        note(QUANTITY, name);
        quantity = readSeatCount(name, json);
      }
      case "minimum" -> {
        note(MINIMUM, name);
        minimum = readSeatCount(name, json);
      }
      case "adjacent" -> {
        note(ADJACENT, name);
        adjacent = readBoolean(name, json);
      }
      case "reference" -> {
        note(REFERENCE, name);
        reference = readText(name, json);
      }
      case "reservation" -> {
        note(RESERVATION, name);
        reservation = readUuid(name, json);
      }
      case "amount" -> {
        note(AMOUNT, name);
        amount = readAmount(name, json);
      }
      case "paymentKey" -> {
        note(PAYMENT_KEY, name);
        paymentKey = readText(name, json);
      }
      case "payment" -> {
        note(PAYMENT, name);
        payment = readUuid(name, json);
      }
      case "result" -> {
        note(RESULT, name);
        result = readResult(name, json);
      }
      case "waitlist", "until" -> {
        return takesWaits && acceptWait(name, json);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean acceptWait(String name, JsonParser json) {
    if (name.equals("waitlist")) {
      note(WAITLIST, name);
      waitlist = readBoolean(name, json);
    } else {
      note(UNTIL, name);
      until = readInstant(name, json);
    }
    return true;
  }

  /**
   * The command that the fields make.
   *
   * @param type which kind is expected
   * @throws InvalidRequestException with everything that is wrong
   */
  public Command build(RequestType type) {
    return switch (type) {
      case RESERVE -> reserve();
      case CANCEL -> cancel();
      case LEAVE_WAITLIST -> leaveWaitlist();
      case PAY -> pay();
      case SETTLE -> settle();
      case EXPIRE -> expire();
    };
  }

  /** Reads a text value; notes a problem and answers null if it is none. */
  public @Nullable String readText(String name, JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getString();
    }
    wrongType(name, json, "a text");
    return null;
  }

  /** Reads a UUID in its canonical form; notes a problem and answers null if it is none. */
  public @Nullable UUID readUuid(String name, JsonParser json) {
    String text = readText(name, json);
    if (text == null) {
      return null;
    }
    UUID id = Uuids.parse(text);
    if (id == null) {
      problems.add(name, "must be a UUID of 36 characters");
    }
    return id;
  }

  private Command reserve() {
    return isGiven(SEATS) ? reserveNamed() : reserveBest();
  }

  private Command reserveNamed() {
    takes(SEATS | REFERENCE);
    throwIfAny(1);
    return new Command.ReserveNamed(texts(Objects.requireNonNull(seats)), reference);
  }

  private Command reserveBest() {
    takes(GRADES | QUANTITY | MINIMUM | ADJACENT | WAITLIST | UNTIL | REFERENCE);
    if (!isGiven(GRADES)) {
      problems.add("seats", "either seats or grades must be given");
    } else if (!isGiven(QUANTITY)) {
      problems.add("quantity", "must be given with grades");
    }
    throwIfAny(1);
    int wanted = Objects.requireNonNull(quantity);
    return new Command.ReserveBest(
        texts(Objects.requireNonNull(grades)),
        wanted,
        // All or nothing; where the quantity is wrong, the minimum that nobody gave is not.
        minimum == null ? Math.clamp(wanted, 1, Limits.SEATS_PER_REQUEST_MAX) : minimum,
        adjacent,
        waitlist,
        until,
        reference);
  }

  private Command cancel() {
    takes(RESERVATION | SEATS);
    needs(RESERVATION);
    throwIfAny(0);
    return new Command.Cancel(
        Objects.requireNonNull(reservation), seats == null ? List.of() : texts(seats));
  }

  private Command leaveWaitlist() {
    takes(RESERVATION);
    needs(RESERVATION);
    throwIfAny(0);
    return new Command.LeaveWaitlist(Objects.requireNonNull(reservation));
  }

  private Command pay() {
    takes(RESERVATION | AMOUNT | PAYMENT_KEY | REFERENCE);
    needs(RESERVATION | AMOUNT);
    if (!problems.isEmpty()) {
      problems.checkPayment(amount == null ? 0 : amount, paymentKey);
    }
    throwIfAny(0);
    return new Command.Pay(
        Objects.requireNonNull(reservation), Objects.requireNonNull(amount), paymentKey, reference);
  }

  private Command settle() {
    takes(RESERVATION | PAYMENT | RESULT | AMOUNT);
    needs(RESERVATION | PAYMENT | RESULT);
    throwIfAny(0);
    return new Command.Settle(
        Objects.requireNonNull(reservation),
        Objects.requireNonNull(payment),
        Objects.requireNonNull(result),
        amount == null ? 0 : amount);
  }

  private Command expire() {
    takes(0);
    throwIfAny(0);
    return new Command.Expire();
  }

  /**
   * Ends the reading. The commands check values themselves; but where the shape is wrong already
   * none is made, and a client should see what is wrong with the values too.
   */
  private void throwIfAny(int seatsMin) {
    if (problems.isEmpty()) {
      return;
    }
    if (seats != null) {
      problems.checkLabels("seats", seats, Limits.SEATS_PER_REQUEST_MAX, seatsMin);
    }
    if (grades != null) {
      problems.checkLabels("grades", grades, Limits.GRADES_PER_REQUEST_MAX, 1);
    }
    problems.checkQuantity(quantity, minimum);
    problems.checkWait(waitlist, until);
    problems.checkReference(reference);
    problems.throwIfAny();
  }

  /** No problem was noted, so every element is a text. */
  @SuppressWarnings({"NullAway", "unchecked"}) // Neither can see that.
  private static List<String> texts(List<@Nullable String> labels) {
    return (List<String>) (List<?>) labels;
  }

  private boolean isGiven(int field) {
    return (given & field) != 0;
  }

  private void note(int field, String name) {
    if (isGiven(field)) {
      problems.add(name, "must be given once");
    }
    given |= field;
  }

  /** Notes a problem for each field that was given and is not one of these. */
  private void takes(int fields) {
    for (int others = given & ~fields; others != 0; others &= others - 1) {
      problems.add(
          NAMES.get(Integer.numberOfTrailingZeros(others)), "does not belong to this request");
    }
  }

  /** Notes a problem for each of these fields that was not given. */
  private void needs(int fields) {
    for (int missing = fields & ~given; missing != 0; missing &= missing - 1) {
      problems.add(NAMES.get(Integer.numberOfTrailingZeros(missing)), "must be given");
    }
  }

  private @Nullable List<@Nullable String> readLabels(String name, JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      wrongType(name, json, "an array of texts");
      return null;
    }
    var labels = new ArrayList<@Nullable String>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        labels.add(json.getString());
      } else {
        wrongType(problems.isFull() ? "" : name + "[" + labels.size() + "]", json, "a text");
        labels.add(null);
      }
    }
    return labels;
  }

  /** A number that no int holds is no number of seats either. */
  private @Nullable Integer readSeatCount(String name, JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      wrongType(name, json, "a whole number");
      return null;
    }
    if (json.getNumberType() != JsonParser.NumberType.INT) {
      problems.add(name, "must be from 1 to " + Limits.SEATS_PER_REQUEST_MAX);
      return null;
    }
    return json.getIntValue();
  }

  /** A number that no long holds is no amount either. */
  private @Nullable Long readAmount(String name, JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      wrongType(name, json, "a whole number of minor units");
      return null;
    }
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      problems.add(name, "must be from 0 to " + Long.MAX_VALUE);
      return null;
    }
    return json.getLongValue();
  }

  private @Nullable Settlement readResult(String name, JsonParser json) {
    String text = readText(name, json);
    for (Settlement each : Settlement.values()) {
      if (each.name().equals(text)) {
        return each;
      }
    }
    if (text != null) {
      problems.add(name, "must be one of " + List.of(Settlement.values()));
    }
    return null;
  }

  private @Nullable Instant readInstant(String name, JsonParser json) {
    String text = readText(name, json);
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      // The one way to ask whether it is an instant.
      problems.add(name, "must be an instant in UTC, such as 2026-06-01T18:30:00Z");
      return null;
    }
  }

  private boolean readBoolean(String name, JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_TRUE
        || json.currentToken() == JsonToken.VALUE_FALSE) {
      return json.getBooleanValue();
    }
    wrongType(name, json, "true or false");
    return false;
  }

  private void wrongType(String name, JsonParser json, String expected) {
    problems.add(name, problems.isFull() ? "" : "must be " + expected);
    json.skipChildren();
  }
}
