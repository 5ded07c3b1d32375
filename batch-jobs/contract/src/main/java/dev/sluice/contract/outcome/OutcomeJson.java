package dev.sluice.contract.outcome;

import dev.sluice.contract.ErrorText;
import dev.sluice.contract.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** An outcome as JSON: what the journal, Kafka and clients get. */
public final class OutcomeJson {

  private OutcomeJson() {}

  /** The outcome alone, as it stands in the journal; UTF-8. */
  public static byte[] write(Outcome outcome) {
    return Json.write(json -> write(json, outcome));
  }

  /**
   * Reads what was written; passes over names that it does not know.
   *
   * @throws IllegalArgumentException if this is no outcome
   */
  public static Outcome read(byte[] object) {
    try (JsonParser json = Json.trustingParser(object)) {
      Json.expect(json.nextToken(), JsonToken.START_OBJECT);
      return read(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "The outcome cannot be read: " + ErrorText.of(e.getOriginalMessage()), e);
    }
  }

  /** Writes the object where the generator stands. */
  public static void write(JsonGenerator json, Outcome outcome) {
    json.writeStartObject();
    json.writeStringProperty("type", outcome.type().name());
    switch (outcome) {
      case Outcome.Held held -> {
        Json.write(json, "reservation", held.reservation());
        Json.write(json, "seats", held.seats());
        writeAmount(json, held.amount(), held.currency());
        Json.write(json, "expiresAt", held.expiresAt());
      }
      case Outcome.Waitlisted waits -> {
        Json.write(json, "reservation", waits.reservation());
        json.writeNumberProperty("position", waits.position());
        Json.write(json, "until", waits.until());
      }
      case Outcome.Left left -> Json.write(json, "reservation", left.reservation());
      case Outcome.Cancelled cancelled -> {
        Json.write(json, "reservation", cancelled.reservation());
        Json.write(json, "seats", cancelled.seats());
        writeAmount(json, cancelled.amount(), cancelled.currency());
      }
      case Outcome.Rejected rejected -> {
        json.writeStringProperty("reason", rejected.reason().name());
        if (!rejected.seats().isEmpty()) {
          Json.write(json, "seats", rejected.seats());
        }
        if (rejected.left() > 0) {
          json.writeNumberProperty("left", rejected.left());
        }
      }
      case Outcome.Duplicate duplicate -> json.writeNumberProperty("first", duplicate.first());
      case Outcome.DeadLettered dead -> json.writeStringProperty("error", dead.error());
      case Outcome.Paying paying -> {
        Json.write(json, "reservation", paying.reservation());
        writeAmount(json, paying.amount(), paying.currency());
      }
      case Outcome.Confirmed paid -> {
        Json.write(json, "reservation", paid.reservation());
        Json.write(json, "seats", paid.seats());
        writeAmount(json, paid.amount(), paid.currency());
      }
      case Outcome.Captured paid -> {
        Json.write(json, "reservation", paid.reservation());
        Json.write(json, "payment", paid.payment());
        Json.write(json, "seats", paid.seats());
        writeAmount(json, paid.amount(), paid.currency());
      }
      case Outcome.RefundOwed owed -> {
        Json.write(json, "reservation", owed.reservation());
        Json.write(json, "payment", owed.payment());
        writeAmount(json, owed.amount(), owed.currency());
      }
      case Outcome.Declined declined -> {
        Json.write(json, "reservation", declined.reservation());
        Json.write(json, "payment", declined.payment());
      }
      case Outcome.SettledBefore settled -> {
        Json.write(json, "reservation", settled.reservation());
        Json.write(json, "payment", settled.payment());
      }
      case Outcome.Pulsed _ -> {}
    }
    json.writeEndObject();
  }

  private static void writeAmount(JsonGenerator json, long amount, String currency) {
    json.writeNumberProperty("amount", amount);
    json.writeStringProperty("currency", currency);
  }

  /**
   * Reads the object that begins at the parser's token; passes over names that it does not know.
   */
  public static Outcome read(JsonParser json) {
    Outcome.Type type = null;
    UUID reservation = null;
    UUID payment = null;
    List<String> seats = List.of();
    long amount = 0;
    String currency = null;
    Instant expiresAt = null;
    Reason reason = null;
    int left = 0;
    int position = 0;
    Instant until = null;
    long first = 0;
    String error = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type" -> type = Outcome.Type.valueOf(Json.text(json));
        case "reservation" -> reservation = Json.uuid(json);
        case "seats" -> seats = Json.texts(json);
        case "payment" -> payment = Json.uuid(json);
        case "amount" -> amount = json.getLongValue();
        case "currency" -> currency = Json.text(json);
        case "expiresAt" -> expiresAt = Json.instant(json);
        case "reason" -> reason = Reason.ofName(Json.text(json));
        case "left" -> left = json.getIntValue();
        case "position" -> position = json.getIntValue();
        case "until" -> until = Json.instant(json);
        case "first" -> first = json.getLongValue();
        case "error" -> error = Json.text(json);
        default -> json.skipChildren();
      }
    }
    return switch (Json.need(type, "type")) {
      case HELD ->
          new Outcome.Held(
              Json.need(reservation, "reservation"),
              seats,
              amount,
              Json.need(currency, "currency"),
              Json.need(expiresAt, "expiresAt"));
      case WAITLISTED ->
          new Outcome.Waitlisted(
              Json.need(reservation, "reservation"), position, Json.need(until, "until"));
      case LEFT -> new Outcome.Left(Json.need(reservation, "reservation"));
      case CANCELLED ->
          new Outcome.Cancelled(
              Json.need(reservation, "reservation"),
              seats,
              amount,
              Json.need(currency, "currency"));
      case REJECTED -> new Outcome.Rejected(Json.need(reason, "reason"), seats, left);
      case DUPLICATE -> new Outcome.Duplicate(first);
      case DEAD_LETTERED -> new Outcome.DeadLettered(Json.need(error, "error"));
      case PAYING ->
          new Outcome.Paying(
              Json.need(reservation, "reservation"), amount, Json.need(currency, "currency"));
      case CONFIRMED ->
          new Outcome.Confirmed(
              Json.need(reservation, "reservation"),
              seats,
              amount,
              Json.need(currency, "currency"));
      case CAPTURED ->
          new Outcome.Captured(
              Json.need(reservation, "reservation"),
              Json.need(payment, "payment"),
              seats,
              amount,
              Json.need(currency, "currency"));
      case DECLINED ->
          new Outcome.Declined(
              Json.need(reservation, "reservation"), Json.need(payment, "payment"));
      case REFUND_OWED ->
          new Outcome.RefundOwed(
              Json.need(reservation, "reservation"),
              Json.need(payment, "payment"),
              amount,
              Json.need(currency, "currency"));
      case SETTLED_BEFORE ->
          new Outcome.SettledBefore(
              Json.need(reservation, "reservation"), Json.need(payment, "payment"));
      case PULSED -> new Outcome.Pulsed();
    };
  }
}
