package dev.sluice.contract.outcome;

import dev.sluice.contract.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A session's terms as JSON, in the transition that admits the session and in the table of what is
 * in force.
 */
public final class TermsJson {

  private TermsJson() {}

  /** The terms alone, as they stand in the journal; UTF-8. */
  public static byte[] write(Terms terms) {
    return Json.write(json -> write(json, terms));
  }

  /**
   * Reads what {@link #write(Terms)} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Terms read(byte[] text) {
    try (JsonParser json = Json.trustingParser(text)) {
      json.nextToken();
      return read(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("These are no terms", e);
    }
  }

  static void write(JsonGenerator json, Terms terms) {
    json.writeStartObject();
    Json.write(json, "hall", terms.hall());
    Json.write(json, "opensAt", terms.opensAt());
    Json.write(json, "closesAt", terms.closesAt());
    json.writeStringProperty("currency", terms.currency());
    json.writeNumberProperty("holdSeconds", terms.hold().toSeconds());
    json.writeNumberProperty("seatsPerCustomerMax", terms.seatsPerCustomerMax());
    Json.write(json, "ladder", terms.ladder().stream().map(Rung::name).toList());
    json.writeNumberProperty("policyVersion", terms.policyVersion());
    json.writeName("prices");
    json.writeStartArray();
    for (Terms.Price price : terms.prices()) {
      json.writeStartObject();
      json.writeStringProperty("grade", price.grade());
      json.writeNumberProperty("amount", price.amount());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeName("sections");
    json.writeStartArray();
    for (Terms.SectionGrade section : terms.sections()) {
      json.writeStartObject();
      json.writeStringProperty("section", section.section());
      json.writeStringProperty("grade", section.grade());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static Terms read(JsonParser json) {
    UUID hall = null;
    Instant opensAt = null;
    Instant closesAt = null;
    String currency = null;
    long holdSeconds = 0;
    int seatsPerCustomerMax = 0;
    List<Rung> ladder = List.of();
    int policyVersion = 0;
    List<Terms.Price> prices = List.of();
    List<Terms.SectionGrade> sections = List.of();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "hall" -> hall = Json.uuid(json);
        case "opensAt" -> opensAt = Json.instant(json);
        case "closesAt" -> closesAt = Json.instant(json);
        case "currency" -> currency = Json.text(json);
        case "holdSeconds" -> holdSeconds = json.getLongValue();
        case "seatsPerCustomerMax" -> seatsPerCustomerMax = json.getIntValue();
        case "ladder" -> ladder = Json.texts(json).stream().map(Rung::valueOf).toList();
        case "policyVersion" -> policyVersion = json.getIntValue();
        case "prices" -> prices = readAll(json, TermsJson::readPrice);
        case "sections" -> sections = readAll(json, TermsJson::readSection);
        default -> json.skipChildren();
      }
    }
    return new Terms(
        Json.need(hall, "hall"),
        Json.need(opensAt, "opensAt"),
        Json.need(closesAt, "closesAt"),
        Json.need(currency, "currency"),
        Duration.ofSeconds(holdSeconds),
        seatsPerCustomerMax,
        ladder,
        policyVersion,
        prices,
        sections);
  }

  private static Terms.Price readPrice(JsonParser json) {
    String grade = null;
    long amount = 0;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "grade" -> grade = Json.text(json);
        case "amount" -> amount = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    return new Terms.Price(Json.need(grade, "grade"), amount);
  }

  private static Terms.SectionGrade readSection(JsonParser json) {
    String section = null;
    String grade = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "section" -> section = Json.text(json);
        case "grade" -> grade = Json.text(json);
        default -> json.skipChildren();
      }
    }
    return new Terms.SectionGrade(Json.need(section, "section"), Json.need(grade, "grade"));
  }

  private static <T> List<T> readAll(JsonParser json, Function<JsonParser, T> element) {
    Json.expect(json.currentToken(), JsonToken.START_ARRAY);
    var list = new ArrayList<T>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Json.expect(json.currentToken(), JsonToken.START_OBJECT);
      list.add(element.apply(json));
    }
    return list;
  }
}
