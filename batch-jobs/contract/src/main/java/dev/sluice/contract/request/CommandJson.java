package dev.sluice.contract.request;

import dev.sluice.contract.Json;
import dev.sluice.contract.Limits;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A command as JSON: the payload of a stream entry. What is written is canonical: the same command
 * gives the same bytes.
 */
public final class CommandJson {

  private CommandJson() {}

  /** The canonical JSON, UTF-8. */
  public static byte[] write(Command command) {
    return Json.write(
        json -> {
          json.writeStartObject();
          writeFields(json, command);
          json.writeEndObject();
        });
  }

  /**
   * Reads any JSON of a command that a client's call may hold, strictly: no unknown and no repeated
   * names, nothing behind it. A client cannot ask to wait yet.
   *
   * @throws InvalidRequestException if the JSON is well-formed, but no such command, or has more
   *     than {@link Limits#PAYLOAD_BYTES_MAX} bytes
   * @throws JacksonException if the JSON is broken or too deep; its message quotes the text as it
   *     came, so it is not for answers
   */
  public static Command read(RequestType type, byte[] bytes) {
    return read(new CommandFields(), type, bytes);
  }

  /**
   * Reads it where the address names the reservation: the object has no field for it then.
   *
   * @throws InvalidRequestException as {@link #read(RequestType, byte[])} does
   * @throws JacksonException as that does, too
   */
  public static Command read(RequestType type, UUID reservation, byte[] bytes) {
    return read(CommandFields.of(reservation), type, bytes);
  }

  /** Reads any JSON of a command, as an entry of a stream has it, likewise. */
  public static Command readEntry(RequestType type, byte[] bytes) {
    return read(CommandFields.ofStream(), type, bytes);
  }

  private static Command read(CommandFields fields, RequestType type, byte[] bytes) {
    if (bytes.length > Limits.PAYLOAD_BYTES_MAX) {
      fields
          .problems()
          .add("", "must have at most " + Limits.PAYLOAD_BYTES_MAX + " bytes, not " + bytes.length);
      fields.problems().throwIfAny();
    }
    try (JsonParser json = Json.commandParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        fields.problems().add("", "must be a JSON object");
        fields.problems().throwIfAny();
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (!fields.accept(name, json)) {
          fields.problems().add(name, "is not a field of this request");
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        fields.problems().add("", "must be one JSON object, with nothing behind it");
      }
      return fields.build(type);
    }
  }

  /**
   * A parser with this package's limits, for a caller that reads an object with fields of its own.
   */
  public static JsonParser parser(byte[] json, int offset, int length) {
    return Json.parser(json, offset, length);
  }

  /** Writes the command's fields into an object that is open. */
  public static void writeFields(JsonGenerator json, Command command) {
    switch (command) {
      case Command.ReserveNamed named -> Json.write(json, "seats", named.seats());
      case Command.ReserveBest best -> {
        Json.write(json, "grades", best.grades());
        json.writeNumberProperty("quantity", best.quantity());
        json.writeNumberProperty("minimum", best.minimum());
        json.writeBooleanProperty("adjacent", best.adjacent());
        if (best.waitlist()) {
          json.writeBooleanProperty("waitlist", true);
        }
        if (best.until() != null) {
          Json.write(json, "until", best.until());
        }
      }
      case Command.Cancel cancel -> {
        Json.write(json, "reservation", cancel.reservation());
        if (!cancel.seats().isEmpty()) {
          Json.write(json, "seats", cancel.seats());
        }
      }
      case Command.LeaveWaitlist leave -> Json.write(json, "reservation", leave.reservation());
      case Command.Pay pay -> {
        Json.write(json, "reservation", pay.reservation());
        json.writeNumberProperty("amount", pay.amount());
        if (pay.paymentKey() != null) {
          json.writeStringProperty("paymentKey", pay.paymentKey());
        }
      }
      case Command.Settle settle -> {
        Json.write(json, "reservation", settle.reservation());
        Json.write(json, "payment", settle.payment());
        json.writeStringProperty("result", settle.result().name());
        if (settle.amount() > 0) {
          json.writeNumberProperty("amount", settle.amount());
        }
      }
      case Command.Expire _ -> {}
    }
    String reference = command.reference();
    if (reference != null) {
      json.writeStringProperty("reference", reference);
    }
  }
}
