package dev.sluice.contract.outcome;

import dev.sluice.contract.Json;
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
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type" -> type = Transition.Type.valueOf(Json.text(json));
        case "session" -> session = Json.uuid(json);
        case "reservation" -> reservation = Json.uuid(json);
        case "seats" -> seats = Json.texts(json);
        case "terms" -> terms = TermsJson.read(json);
        default -> json.skipChildren();
      }
    }
    return switch (Json.need(type, "type")) {
      case SESSION_ADMITTED ->
          new Transition.SessionAdmitted(Json.need(session, "session"), Json.need(terms, "terms"));
      case HOLD_EXPIRED ->
          new Transition.HoldExpired(
              Json.need(session, "session"), Json.need(reservation, "reservation"), seats);
    };
  }
}
