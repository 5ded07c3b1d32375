package dev.sluice.contract;

import dev.sluice.contract.request.CommandFields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** The one way in which this package reads and writes JSON. */
public final class Json {

  /** UTF-8 is the only encoding here, so nobody guesses at others. */
  private static final JsonFactory FACTORY =
      builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** For commands: {@link CommandFields} itself knows a name that comes again, at no cost. */
  private static final JsonFactory OF_COMMANDS = builder().build();

  /** For text that this package wrote itself, of any length: names do not repeat. */
  private static final JsonFactory TRUSTING =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.JSON_DEPTH_MAX)
                  .maxDocumentLength(-1)
                  .build())
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  /** UTC, always with three digits of a second. */
  public static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Json() {}

  private static JsonFactoryBuilder builder() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(Limits.JSON_DEPTH_MAX)
                .maxNumberLength(20)
                .build())
        .disable(JsonFactory.Feature.CHARSET_DETECTION);
  }

  /** Reads what anyone may have written: refuses repeated names and deep nesting. */
  public static JsonParser parser(byte[] json, int offset, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), json, offset, length);
  }

  /** Reads a command; refuses deep nesting, but leaves repeated names to the fields. */
  public static JsonParser commandParser(byte[] json) {
    return OF_COMMANDS.createParser(ObjectReadContext.empty(), json, 0, json.length);
  }

  /** Reads what this module wrote. */
  public static JsonParser trustingParser(byte[] json) {
    return TRUSTING.createParser(ObjectReadContext.empty(), json);
  }

  /** Writes UTF-8. */
  public static JsonGenerator generator(ByteArrayOutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  /** What is written to the generator, UTF-8. */
  public static byte[] write(Consumer<JsonGenerator> written) {
    var out = new ByteArrayOutputStream(192);
    try (JsonGenerator json = generator(out)) {
      written.accept(json);
    }
    return out.toByteArray();
  }

  /** A field that holds an id. */
  public static void write(JsonGenerator json, String name, UUID id) {
    json.writeName(name);
    json.writeString(id.toString());
  }

  /** A field that holds an array of texts. */
  public static void write(JsonGenerator json, String name, List<String> texts) {
    json.writeName(name);
    json.writeStartArray();
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** Milliseconds are the finest that any server here keeps. */
  public static void write(JsonGenerator json, String name, Instant instant) {
    json.writeName(name);
    json.writeString(text(instant));
  }

  /** What {@link #MILLISECONDS} writes, at a tenth of its cost: every hold has its expiry. */
  public static String text(Instant instant) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
    int year = time.getYear();
    if (year < 0 || year > 9999) {
      return MILLISECONDS.format(instant);
    }
    byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    digits(text, 0, 4, year);
    digits(text, 5, 7, time.getMonthValue());
    digits(text, 8, 10, time.getDayOfMonth());
    digits(text, 11, 13, time.getHour());
    digits(text, 14, 16, time.getMinute());
    digits(text, 17, 19, time.getSecond());
    digits(text, 20, 23, time.getNano() / 1_000_000);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** A text; a parser alone would read null as the text "null". */
  public static String text(JsonParser json) {
    expect(json.currentToken(), JsonToken.VALUE_STRING);
    return json.getString();
  }

  /** An array of texts, from its first token on. */
  public static List<String> texts(JsonParser json) {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    var texts = new ArrayList<String>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text(json));
    }
    return texts;
  }

  /** An id in its canonical form. */
  public static UUID uuid(JsonParser json) {
    return need(Uuids.parse(text(json)), "a UUID");
  }

  /** An instant in ISO 8601, UTC. */
  public static Instant instant(JsonParser json) {
    return Instant.parse(text(json));
  }

  /**
   * Insists on a token.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static void expect(@Nullable JsonToken token, JsonToken expected) {
    if (token != expected) {
      throw new IllegalArgumentException(
          "The journal has " + token + " where " + expected + " belongs");
    }
  }

  /** The value that every version writes. */
  public static <T> T need(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("An element of the journal lacks " + name);
    }
    return value;
  }

  private static void digits(byte[] text, int from, int to, int number) {
    int rest = number;
    for (int i = to - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
