package dev.sluice.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The fields of a command while its JSON object is read, in any order. Feed it name by name; then
 * build the command. What is wrong is collected, not thrown, until the end. Not thread-safe.
 */
public final class CommandFields {

  private static final Set<String> NAMES =
      Set.of("seats", "grades", "quantity", "minimum", "adjacent", "reference", "reservation");

  private final FieldProblems problems = new FieldProblems();
  private @Nullable List<String> seats;
  private @Nullable List<String> grades;
  private @Nullable Integer quantity;
  private @Nullable Integer minimum;
  private @Nullable Boolean adjacent;
  private @Nullable String reference;
  private @Nullable UUID reservation;

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
    if (!NAMES.contains(name)) {
      return false;
    }
    switch (name) {
      case "seats" -> seats = readLabels(name, json);
      case "grades" -> grades = readLabels(name, json);
      case "quantity" -> quantity = readInt(name, json);
      case "minimum" -> minimum = readInt(name, json);
      case "adjacent" -> adjacent = readBoolean(name, json);
      case "reference" -> reference = readText(name, json);
      case "reservation" -> reservation = readUuid(name, json);
      default -> throw new IllegalStateException("A name without a case: " + name);
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
    unwanted("reservation", reservation);
    if (seats == null && grades == null) {
      problems.add("seats", "either seats or grades must be given");
    }
    if (seats != null) {
      unwanted("grades", grades);
      unwanted("quantity", quantity);
      unwanted("minimum", minimum);
      unwanted("adjacent", adjacent);
    } else if (quantity == null) {
      problems.add("quantity", "must be given with grades");
    }
    problems.throwIfAny();
    if (seats != null) {
      return new Command.ReserveNamed(seats, reference);
    }
    int wanted = quantity == null ? 0 : quantity;
    return new Command.ReserveBest(
        grades == null ? List.of() : grades,
        wanted,
        minimum == null ? wanted : minimum,
        adjacent != null && adjacent,
        reference);
  }

  private Command cancel() {
    unwanted("grades", grades);
    unwanted("quantity", quantity);
    unwanted("minimum", minimum);
    unwanted("adjacent", adjacent);
    unwanted("reference", reference);
    UUID id = reservation;
    if (id == null) {
      problems.add("reservation", "must be given");
      problems.throwIfAny();
      throw new IllegalStateException("A problem was noted, so it was thrown");
    }
    problems.throwIfAny();
    return new Command.Cancel(id, seats == null ? List.of() : seats);
  }

  private void unwanted(String name, @Nullable Object value) {
    if (value != null) {
      problems.add(name, "does not belong to this request");
    }
  }

  private @Nullable List<String> readLabels(String name, JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      wrongType(name, json, "an array of texts");
      return null;
    }
    var labels = new ArrayList<String>(4);
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      String label = readText(name + "[" + i + "]", json);
      if (label != null && i <= Limits.SEATS_PER_REQUEST_MAX) {
        labels.add(label);
      }
    }
    return labels;
  }

  private @Nullable Integer readInt(String name, JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      long value =
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? Long.MAX_VALUE
              : json.getLongValue();
      return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    wrongType(name, json, "a whole number");
    return null;
  }

  private @Nullable Boolean readBoolean(String name, JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_TRUE
        || json.currentToken() == JsonToken.VALUE_FALSE) {
      return json.getBooleanValue();
    }
    wrongType(name, json, "true or false");
    return null;
  }

  private void wrongType(String name, JsonParser json, String expected) {
    problems.add(name, "must be " + expected);
    json.skipChildren();
  }
}
