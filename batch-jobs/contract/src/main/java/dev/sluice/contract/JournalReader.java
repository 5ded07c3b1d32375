package dev.sluice.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what {@link JournalWriter} wrote. Names that it does not know are passed over: a newer
 * version wrote them.
 */
public final class JournalReader {

  private final JsonParser json;

  private JournalReader(JsonParser json) {
    this.json = json;
  }

  /**
   * The elements of a slice, in order.
   *
   * @throws IllegalArgumentException if an element lacks what every version writes
   */
  public static List<JournalElement> read(byte[] array) {
    try (JsonParser json = Json.trustingParser(array)) {
      var reader = new JournalReader(json);
      var elements = new ArrayList<JournalElement>();
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        elements.add(reader.element());
      }
      return elements;
    }
  }

  private JournalElement element() {
    EntryId entry = null;
    RequestFields request = null;
    RawFields raw = null;
    Outcome outcome = null;
    Transition transition = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "entry" -> entry = EntryId.parse(json.getString());
        case "request" -> request = request();
        case "raw" -> raw = raw();
        case "outcome" -> outcome = outcome();
        case "transition" -> transition = transition();
        default -> json.skipChildren();
      }
    }
    if (transition != null) {
      return new JournalElement.Changed(transition);
    }
    if (request != null) {
      return new JournalElement.Decided(
          need(entry, "entry"), request.build(), need(outcome, "outcome"));
    }
    RawFields fields = need(raw, "raw");
    return new JournalElement.Unread(
        need(entry, "entry"),
        fields.id,
        fields.session,
        fields.customer,
        need(fields.payload, "payload"),
        need(outcome, "outcome"));
  }

  private RequestFields request() {
    var fields = new RequestFields();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> fields.id = UUID.fromString(json.getString());
        case "session" -> fields.session = UUID.fromString(json.getString());
        case "customer" -> fields.customer = json.getString();
        case "digest" -> fields.digest = Digest.parse(json.getString());
        case "type" -> fields.type = RequestType.valueOf(json.getString());
        default -> {
          if (!fields.command.accept(name, json)) {
            json.skipChildren();
          }
        }
      }
    }
    return fields;
  }

  private RawFields raw() {
    var fields = new RawFields();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> fields.id = UUID.fromString(json.getString());
        case "session" -> fields.session = UUID.fromString(json.getString());
        case "customer" -> fields.customer = json.getString();
        case "payload" -> fields.payload = json.getBinaryValue();
        default -> json.skipChildren();
      }
    }
    return fields;
  }

  private Outcome outcome() {
    String type = null;
    UUID reservation = null;
    List<String> seats = List.of();
    long amount = 0;
    String currency = null;
    Instant expiresAt = null;
    Reason reason = null;
    int left = 0;
    long first = 0;
    String error = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type" -> type = json.getString();
        case "reservation" -> reservation = UUID.fromString(json.getString());
        case "seats" -> seats = List.copyOf(Json.readTexts(json));
        case "amount" -> amount = json.getLongValue();
        case "currency" -> currency = json.getString();
        case "expiresAt" -> expiresAt = Instant.parse(json.getString());
        case "reason" -> reason = Reason.ofName(json.getString());
        case "left" -> left = json.getIntValue();
        case "first" -> first = json.getLongValue();
        case "error" -> error = json.getString();
        default -> json.skipChildren();
      }
    }
    return switch (need(type, "type")) {
      case "HELD" ->
          new Outcome.Held(
              need(reservation, "reservation"),
              seats,
              amount,
              need(currency, "currency"),
              need(expiresAt, "expiresAt"));
      case "CANCELLED" ->
          new Outcome.Cancelled(
              need(reservation, "reservation"), seats, amount, need(currency, "currency"));
      case "REJECTED" -> new Outcome.Rejected(need(reason, "reason"), seats, left);
      case "DUPLICATE" -> new Outcome.Duplicate(first);
      case "DEAD_LETTERED" -> new Outcome.DeadLettered(need(error, "error"));
      default -> throw new IllegalArgumentException("Unknown type of outcome " + type);
    };
  }

  private Transition transition() {
    String type = null;
    UUID session = null;
    UUID reservation = null;
    List<String> seats = List.of();
    Terms terms = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type" -> type = json.getString();
        case "session" -> session = UUID.fromString(json.getString());
        case "reservation" -> reservation = UUID.fromString(json.getString());
        case "seats" -> seats = List.copyOf(Json.readTexts(json));
        case "terms" -> terms = terms();
        default -> json.skipChildren();
      }
    }
    return switch (need(type, "type")) {
      case "SESSION_ADMITTED" ->
          new Transition.SessionAdmitted(need(session, "session"), need(terms, "terms"));
      case "HOLD_EXPIRED" ->
          new Transition.HoldExpired(
              need(session, "session"), need(reservation, "reservation"), seats);
      default -> throw new IllegalArgumentException("Unknown type of transition " + type);
    };
  }

  private Terms terms() {
    UUID hall = null;
    Instant opensAt = null;
    Instant closesAt = null;
    String currency = null;
    long holdSeconds = 0;
    int seatsPerCustomerMax = 0;
    List<Rung> ladder = List.of();
    int policyVersion = 0;
    var prices = new ArrayList<Terms.Price>();
    var sections = new ArrayList<Terms.SectionGrade>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "hall" -> hall = UUID.fromString(json.getString());
        case "opensAt" -> opensAt = Instant.parse(json.getString());
        case "closesAt" -> closesAt = Instant.parse(json.getString());
        case "currency" -> currency = json.getString();
        case "holdSeconds" -> holdSeconds = json.getLongValue();
        case "seatsPerCustomerMax" -> seatsPerCustomerMax = json.getIntValue();
        case "ladder" -> ladder = Json.readTexts(json).stream().map(Rung::valueOf).toList();
        case "policyVersion" -> policyVersion = json.getIntValue();
        case "prices" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            prices.add(price());
          }
        }
        case "sections" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            sections.add(section());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new Terms(
        need(hall, "hall"),
        need(opensAt, "opensAt"),
        need(closesAt, "closesAt"),
        need(currency, "currency"),
        Duration.ofSeconds(holdSeconds),
        seatsPerCustomerMax,
        ladder,
        policyVersion,
        prices,
        sections);
  }

  private Terms.Price price() {
    String grade = null;
    long amount = 0;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "grade" -> grade = json.getString();
        case "amount" -> amount = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    return new Terms.Price(need(grade, "grade"), amount);
  }

  private Terms.SectionGrade section() {
    String section = null;
    String grade = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "section" -> section = json.getString();
        case "grade" -> grade = json.getString();
        default -> json.skipChildren();
      }
    }
    return new Terms.SectionGrade(need(section, "section"), need(grade, "grade"));
  }

  private static <T> T need(@Nullable T value, String name) {
    return Objects.requireNonNull(value, () -> "An element of the journal lacks " + name);
  }

  private static final class RequestFields {
    private @Nullable UUID id;
    private @Nullable UUID session;
    private @Nullable String customer;
    private @Nullable Digest digest;
    private @Nullable RequestType type;
    private final CommandFields command = new CommandFields();

    private Request build() {
      return new Request(
          need(id, "id"),
          need(session, "session"),
          need(customer, "customer"),
          need(digest, "digest"),
          command.build(need(type, "type")));
    }
  }

  private static final class RawFields {
    private @Nullable UUID id;
    private @Nullable UUID session;
    private @Nullable String customer;
    private byte @Nullable [] payload;
  }
}
