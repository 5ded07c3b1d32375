package dev.sluice.contract;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the elements of a slice as a JSON array: what the journal, the outcome stream and SQL
 * read. The same elements give the same bytes. Not thread-safe.
 */
public final class JournalWriter implements AutoCloseable {

  /** More than this the buffer grows to by itself. */
  private static final int ELEMENTS_FORESEEN = 2 * Limits.SLICE_ENTRIES_MAX;

  private final ByteArrayOutputStream out;
  private final JsonGenerator json;

  /**
   * Begins an array.
   *
   * @param expectedElements sizes the buffer; any number is right
   */
  public JournalWriter(int expectedElements) {
    out = new ByteArrayOutputStream(64 + 400 * Math.clamp(expectedElements, 0, ELEMENTS_FORESEEN));
    json = Json.generator(out);
    json.writeStartArray();
  }

  /** The array of all elements, UTF-8. */
  public static byte[] write(List<JournalElement> elements) {
    try (var writer = new JournalWriter(elements.size())) {
      for (JournalElement element : elements) {
        writer.add(element);
      }
      return writer.finish();
    }
  }

  /** One element alone, as it stands in the array: what Kafka gets. */
  public static byte[] write(JournalElement element) {
    byte[] array = write(List.of(element));
    return Arrays.copyOfRange(array, 1, array.length - 1);
  }

  /** The outcome alone, as the journal would hold it: what Kafka and clients get. */
  public static byte[] write(Outcome outcome) {
    var out = new ByteArrayOutputStream(192);
    try (JsonGenerator json = Json.generator(out)) {
      write(json, outcome);
    }
    return out.toByteArray();
  }

  /** The transition alone, as the journal would hold it. */
  public static byte[] write(Transition transition) {
    var out = new ByteArrayOutputStream(192);
    try (JsonGenerator json = Json.generator(out)) {
      write(json, transition);
    }
    return out.toByteArray();
  }

  /** Adds the element of the next number. */
  public void add(JournalElement element) {
    json.writeStartObject();
    switch (element) {
      case JournalElement.Decided decided -> {
        json.writeStringProperty("entry", decided.entry().toString());
        writeRequest(decided.request());
        json.writeName("outcome");
        write(json, decided.outcome());
      }
      case JournalElement.Unread unread -> {
        json.writeStringProperty("entry", unread.entry().toString());
        writeRaw(unread);
        json.writeName("outcome");
        write(json, unread.outcome());
      }
      case JournalElement.Changed changed -> {
        json.writeName("transition");
        write(json, changed.transition());
      }
    }
    json.writeEndObject();
  }

  /** Bytes written so far: the index behind the last element. */
  int length() {
    return out.size() + json.streamWriteOutputBuffered();
  }

  /** Ends the array; the writer is of no use after it. */
  public byte[] finish() {
    json.writeEndArray();
    json.flush();
    return out.toByteArray();
  }

  @Override
  public void close() {
    json.close();
  }

  private void writeRequest(Request request) {
    json.writeName("request");
    json.writeStartObject();
    Json.write(json, "id", request.id());
    Json.write(json, "session", request.session());
    json.writeStringProperty("customer", request.customer());
    json.writeStringProperty("digest", request.digest().toString());
    json.writeStringProperty("type", request.command().type().name());
    CommandJson.writeFields(json, request.command());
    json.writeEndObject();
  }

  private void writeRaw(JournalElement.Unread unread) {
    json.writeName("raw");
    json.writeStartObject();
    writeOptional("id", unread.requestId());
    writeOptional("session", unread.session());
    if (unread.customer() != null) {
      json.writeStringProperty("customer", unread.customer());
    }
    json.writeName("payload");
    json.writeBinary(unread.payload());
    json.writeEndObject();
  }

  private void writeOptional(String name, @Nullable UUID id) {
    if (id != null) {
      Json.write(json, name, id);
    }
  }

  private static void write(JsonGenerator json, Outcome outcome) {
    json.writeStartObject();
    switch (outcome) {
      case Outcome.Held held -> {
        json.writeStringProperty("type", "HELD");
        Json.write(json, "reservation", held.reservation());
        Json.write(json, "seats", held.seats());
        json.writeNumberProperty("amount", held.amount());
        json.writeStringProperty("currency", held.currency());
        Json.write(json, "expiresAt", held.expiresAt());
      }
      case Outcome.Cancelled cancelled -> {
        json.writeStringProperty("type", "CANCELLED");
        Json.write(json, "reservation", cancelled.reservation());
        Json.write(json, "seats", cancelled.seats());
        json.writeNumberProperty("amount", cancelled.amount());
        json.writeStringProperty("currency", cancelled.currency());
      }
      case Outcome.Rejected rejected -> {
        json.writeStringProperty("type", "REJECTED");
        json.writeStringProperty("reason", rejected.reason().name());
        if (!rejected.seats().isEmpty()) {
          Json.write(json, "seats", rejected.seats());
        }
        if (rejected.left() > 0) {
          json.writeNumberProperty("left", rejected.left());
        }
      }
      case Outcome.Duplicate duplicate -> {
        json.writeStringProperty("type", "DUPLICATE");
        json.writeNumberProperty("first", duplicate.first());
      }
      case Outcome.DeadLettered dead -> {
        json.writeStringProperty("type", "DEAD_LETTERED");
        json.writeStringProperty("error", dead.error());
      }
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Transition transition) {
    json.writeStartObject();
    switch (transition) {
      case Transition.SessionAdmitted admitted -> {
        json.writeStringProperty("type", "SESSION_ADMITTED");
        Json.write(json, "session", admitted.session());
        write(json, admitted.terms());
      }
      case Transition.HoldExpired expired -> {
        json.writeStringProperty("type", "HOLD_EXPIRED");
        Json.write(json, "session", expired.session());
        Json.write(json, "reservation", expired.reservation());
        Json.write(json, "seats", expired.seats());
      }
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Terms terms) {
    json.writeName("terms");
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
}
