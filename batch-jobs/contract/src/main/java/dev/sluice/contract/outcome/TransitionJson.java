package dev.sluice.contract.outcome;

import dev.sluice.contract.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A transition as JSON: what the journal and Kafka get. */
public final class TransitionJson {

  private TransitionJson() {}

  /** The transition alone, as it stands in the journal; UTF-8. */
  public static byte[] write(Transition transition) {
    return Json.write(json -> write(json, transition));
  }

  /** Writes the object where the generator stands. */
  public static void write(JsonGenerator json, Transition transition) {
    json.writeStartObject();
    json.writeStringProperty("type", transition.type().name());
    switch (transition) {
      case Transition.SessionAdmitted admitted -> {
        Json.write(json, "session", admitted.session());
        json.writeName("terms");
        TermsJson.write(json, admitted.terms());
      }
      case Transition.HoldExpired expired -> {
        Json.write(json, "session", expired.session());
        Json.write(json, "reservation", expired.reservation());
        Json.write(json, "seats", expired.seats());
      }
      case Transition.WaiterServed served -> {
        Json.write(json, "session", served.session());
        Json.write(json, "reservation", served.reservation());
        Json.write(json, "seats", served.seats());
        json.writeNumberProperty("amount", served.amount());
        json.writeStringProperty("currency", served.currency());
        Json.write(json, "expiresAt", served.expiresAt());
      }
      case Transition.WaitEnded ended -> {
        Json.write(json, "session", ended.session());
        Json.write(json, "reservation", ended.reservation());
      }
      case Transition.PutAside aside -> {
        Json.write(json, "session", aside.session());
        Json.write(json, "reservation", aside.reservation());
        json.writeStringProperty("error", aside.error());
      }
    }
    json.writeEndObject();
  }

  /**
   * Reads the object that begins at the parser's token; passes over names that it does not know.
   */
  public static Transition read(JsonParser json) {
    Transition.Type type = null;
    UUID session = null;
    UUID reservation = null;
    List<String> seats = List.of();
    Terms terms = null;
    long amount = 0;
    String currency = null;
    Instant expiresAt = null;
    String error = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type" -> type = Transition.Type.valueOf(Json.text(json));
        case "session" -> session = Json.uuid(json);
        case "reservation" -> reservation = Json.uuid(json);
        case "seats" -> seats = Json.texts(json);
        case "terms" -> terms = TermsJson.read(json);
        case "amount" -> amount = json.getLongValue();
        case "currency" -> currency = Json.text(json);
        case "expiresAt" -> expiresAt = Json.instant(json);
        case "error" -> error = Json.text(json);
        default -> json.skipChildren();
      }
    }
    return switch (Json.need(type, "type")) {
      case SESSION_ADMITTED ->
          new Transition.SessionAdmitted(Json.need(session, "session"), Json.need(terms, "terms"));
      case HOLD_EXPIRED ->
          new Transition.HoldExpired(
              Json.need(session, "session"), Json.need(reservation, "reservation"), seats);
      case WAITER_SERVED ->
          new Transition.WaiterServed(
              Json.need(session, "session"),
              Json.need(reservation, "reservation"),
              seats,
              amount,
              Json.need(currency, "currency"),
              Json.need(expiresAt, "expiresAt"));
      case WAIT_ENDED ->
          new Transition.WaitEnded(
              Json.need(session, "session"), Json.need(reservation, "reservation"));
      case PUT_ASIDE ->
          new Transition.PutAside(
              Json.need(session, "session"),
              Json.need(reservation, "reservation"),
              Json.need(error, "error"));
    };
  }
}
