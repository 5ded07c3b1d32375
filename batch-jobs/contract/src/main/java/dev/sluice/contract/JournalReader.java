package dev.sluice.contract;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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
   * The elements of a slice, in order: all of them, or none.
   *
   * @throws IllegalArgumentException if this is no array of elements, ends early, or an element
   *     lacks what every version writes
   */
  public static List<JournalElement> read(byte[] array) {
    return readWritten(array).elements();
  }

  /** The same, with the place of each. */
  static WrittenElements readWritten(byte[] array) {
    try (JsonParser json = Json.trustingParser(array)) {
      return new JournalReader(json).elements(array);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "The journal's elements cannot be read: " + ErrorText.of(e.getOriginalMessage()), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("An element of the journal has no such instant", e);
    }
  }

  /** An element left out would move the numbers of all behind it, so nothing is passed over. */
  private WrittenElements elements(byte[] array) {
    var elements = new ArrayList<JournalElement>();
    int[] ends = new int[64];
    expect(json.nextToken(), JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.START_OBJECT);
      elements.add(element());
      if (elements.size() > ends.length) {
        ends = Arrays.copyOf(ends, 2 * ends.length);
      }
      ends[elements.size() - 1] = (int) json.currentLocation().getByteOffset();
    }
    if (json.nextToken() != null) {
      throw new IllegalArgumentException("Something stands behind the journal's elements");
    }
    return new WrittenElements(elements, array, Arrays.copyOf(ends, elements.size()));
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
        case "entry" -> entry = EntryId.parse(text());
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
        case "id" -> fields.id = uuid();
        case "session" -> fields.session = uuid();
        case "customer" -> fields.customer = text();
        case "digest" -> fields.digest = Digest.parse(text());
        case "type" -> fields.type = RequestType.valueOf(text());
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
        case "id" -> fields.id = uuid();
        case "session" -> fields.session = uuid();
        case "customer" -> fields.customer = text();
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
        case "type" -> type = text();
        case "reservation" -> reservation = uuid();
        case "seats" -> seats = List.copyOf(texts());
        case "amount" -> amount = json.getLongValue();
        case "currency" -> currency = text();
        case "expiresAt" -> expiresAt = Instant.parse(text());
        case "reason" -> reason = Reason.ofName(text());
        case "left" -> left = json.getIntValue();
        case "first" -> first = json.getLongValue();
        case "error" -> error = text();
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
        case "type" -> type = text();
        case "session" -> session = uuid();
        case "reservation" -> reservation = uuid();
        case "seats" -> seats = List.copyOf(texts());
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
        case "hall" -> hall = uuid();
        case "opensAt" -> opensAt = Instant.parse(text());
        case "closesAt" -> closesAt = Instant.parse(text());
        case "currency" -> currency = text();
        case "holdSeconds" -> holdSeconds = json.getLongValue();
        case "seatsPerCustomerMax" -> seatsPerCustomerMax = json.getIntValue();
        case "ladder" -> ladder = texts().stream().map(Rung::valueOf).toList();
        case "policyVersion" -> policyVersion = json.getIntValue();
        case "prices" -> readAll(prices, this::price);
        case "sections" -> readAll(sections, this::section);
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
        case "grade" -> grade = text();
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
        case "section" -> section = text();
        case "grade" -> grade = text();
        default -> json.skipChildren();
      }
    }
    return new Terms.SectionGrade(need(section, "section"), need(grade, "grade"));
  }

  private <T> void readAll(List<T> list, Supplier<T> element) {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.START_OBJECT);
      list.add(element.get());
    }
  }

  /** A text; a parser alone would read null as the text "null". */
  private String text() {
    expect(json.currentToken(), JsonToken.VALUE_STRING);
    return json.getString();
  }

  private List<String> texts() {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    var texts = new ArrayList<String>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text());
    }
    return texts;
  }

  private UUID uuid() {
    return need(Uuids.parse(text()), "a UUID");
  }

  private void expect(@Nullable JsonToken token, JsonToken expected) {
    if (token != expected) {
      throw new IllegalArgumentException(
          "The journal has " + token + " where " + expected + " belongs");
    }
  }

  private static <T> T need(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("An element of the journal lacks " + name);
    }
    return value;
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
