package dev.sluice.contract.journal;

import dev.sluice.contract.Json;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.OutcomeJson;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.outcome.TransitionJson;
import dev.sluice.contract.request.CommandFields;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.RequestType;
import dev.sluice.contract.stream.EntryId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** An element of the journal as JSON: the request as it came with its outcome, or a transition. */
final class ElementJson {

  private ElementJson() {}

  static void write(JsonGenerator json, JournalElement element) {
    json.writeStartObject();
    switch (element) {
      case JournalElement.Decided decided -> {
        json.writeStringProperty("entry", decided.entry().toString());
        if (decided.firstAccepted() != null) {
          Json.write(json, "accepted", decided.firstAccepted());
        }
        json.writeName("request");
        writeRequest(json, decided.request());
        if (decided.first() != null) {
          json.writeName("first");
          writeFirst(json, decided.first());
        }
        json.writeName("outcome");
        OutcomeJson.write(json, decided.outcome());
      }
      case JournalElement.Unread unread -> {
        json.writeStringProperty("entry", unread.entry().toString());
        json.writeName("raw");
        writeRaw(json, unread);
        json.writeName("outcome");
        OutcomeJson.write(json, unread.outcome());
      }
      case JournalElement.Changed changed -> {
        json.writeName("transition");
        TransitionJson.write(json, changed.transition());
      }
    }
    json.writeEndObject();
  }

  /**
   * Reads the object that begins at the parser's token; passes over names that it does not know.
   */
  static JournalElement read(JsonParser json) {
    EntryId entry = null;
    Instant firstAccepted = null;
    Request request = null;
    FirstOfId first = null;
    RawFields raw = null;
    Outcome outcome = null;
    Transition transition = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "entry" -> entry = EntryId.parse(Json.text(json));
        case "accepted" -> firstAccepted = Json.instant(json);
        case "request" -> request = readRequest(json);
        case "first" -> first = readFirst(json);
        case "raw" -> raw = readRaw(json);
        case "outcome" -> outcome = OutcomeJson.read(json);
        case "transition" -> transition = TransitionJson.read(json);
        default -> json.skipChildren();
      }
    }
    if (transition != null) {
      return new JournalElement.Changed(transition);
    }
    if (request != null) {
      return new JournalElement.Decided(
          Json.need(entry, "entry"), firstAccepted, request, Json.need(outcome, "outcome"), first);
    }
    RawFields fields = Json.need(raw, "raw");
    return new JournalElement.Unread(
        Json.need(entry, "entry"),
        fields.id,
        fields.session,
        fields.customer,
        fields.digest,
        Json.need(fields.payload, "payload"),
        Json.need(outcome, "outcome"));
  }

  private static void writeRequest(JsonGenerator json, Request request) {
    json.writeStartObject();
    Json.write(json, "id", request.id());
    Json.write(json, "session", request.session());
    json.writeStringProperty("customer", request.customer());
    json.writeStringProperty("digest", request.digest().toString());
    json.writeStringProperty("type", request.command().type().name());
    CommandJson.writeFields(json, request.command());
    json.writeEndObject();
  }

  private static Request readRequest(JsonParser json) {
    UUID id = null;
    UUID session = null;
    String customer = null;
    Digest digest = null;
    RequestType type = null;
    var command = CommandFields.ofStream();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> id = Json.uuid(json);
        case "session" -> session = Json.uuid(json);
        case "customer" -> customer = Json.text(json);
        case "digest" -> digest = Digest.parse(Json.text(json));
        case "type" -> type = RequestType.valueOf(Json.text(json));
        default -> {
          if (!command.accept(name, json)) {
            json.skipChildren();
          }
        }
      }
    }
    return new Request(
        Json.need(id, "id"),
        Json.need(session, "session"),
        Json.need(customer, "customer"),
        Json.need(digest, "digest"),
        command.build(Json.need(type, "type")));
  }

  private static void writeFirst(JsonGenerator json, FirstOfId first) {
    json.writeStartObject();
    json.writeNumberProperty("number", first.number());
    json.writeStringProperty("digest", first.digest().toString());
    json.writeEndObject();
  }

  private static FirstOfId readFirst(JsonParser json) {
    Long number = null;
    Digest digest = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "number" -> number = json.getLongValue();
        case "digest" -> digest = Digest.parse(Json.text(json));
        default -> json.skipChildren();
      }
    }
    return new FirstOfId(Json.need(number, "number"), Json.need(digest, "digest"));
  }

  private static void writeRaw(JsonGenerator json, JournalElement.Unread unread) {
    json.writeStartObject();
    if (unread.requestId() != null) {
      Json.write(json, "id", unread.requestId());
    }
    if (unread.session() != null) {
      Json.write(json, "session", unread.session());
    }
    if (unread.customer() != null) {
      json.writeStringProperty("customer", unread.customer());
    }
    if (!unread.digest().equals(Digest.NONE)) {
      json.writeStringProperty("digest", unread.digest().toString());
    }
    json.writeName("payload");
    json.writeBinary(unread.payload());
    json.writeEndObject();
  }

  private static RawFields readRaw(JsonParser json) {
    var fields = new RawFields();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> fields.id = Json.uuid(json);
        case "session" -> fields.session = Json.uuid(json);
        case "customer" -> fields.customer = Json.text(json);
        case "digest" -> fields.digest = Digest.parse(Json.text(json));
        case "payload" -> fields.payload = json.getBinaryValue();
        default -> json.skipChildren();
      }
    }
    return fields;
  }

  /** What could be told of an entry that could not be read. */
  private static final class RawFields {
    private @Nullable UUID id;
    private @Nullable UUID session;
    private @Nullable String customer;
    private Digest digest = Digest.NONE;
    private byte @Nullable [] payload;
  }
}
