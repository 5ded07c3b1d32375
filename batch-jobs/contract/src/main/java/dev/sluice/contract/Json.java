package dev.sluice.contract;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The one way in which this package reads and writes JSON. */
final class Json {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.JSON_DEPTH_MAX)
                  .maxNumberLength(20)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** For text that this package wrote itself: names cannot repeat, so nobody looks. */
  private static final JsonFactory TRUSTING =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.JSON_DEPTH_MAX)
                  .maxDocumentLength(-1)
                  .build())
          .build();

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Json() {}

  /** Reads what anyone may have written: refuses repeated names and deep nesting. */
  static JsonParser parser(byte[] json, int offset, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), json, offset, length);
  }

  /** Reads what this package wrote. */
  static JsonParser trustingParser(byte[] json) {
    return TRUSTING.createParser(ObjectReadContext.empty(), json);
  }

  static JsonGenerator generator(ByteArrayOutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  static void write(JsonGenerator json, String name, UUID id) {
    json.writeName(name);
    json.writeString(id.toString());
  }

  static void write(JsonGenerator json, String name, List<String> texts) {
    json.writeName(name);
    json.writeStartArray();
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** Milliseconds are the finest that any server here keeps. */
  static void write(JsonGenerator json, String name, Instant instant) {
    json.writeName(name);
    json.writeString(MILLISECONDS.format(instant));
  }

  /** The rest of an array of texts whose start is the current token. */
  static List<String> readTexts(JsonParser json) {
    var texts = new ArrayList<String>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(json.getString());
    }
    return texts;
  }
}
