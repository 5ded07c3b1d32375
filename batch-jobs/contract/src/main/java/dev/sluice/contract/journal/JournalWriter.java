package dev.sluice.contract.journal;

import dev.sluice.contract.Json;
import dev.sluice.contract.Limits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
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

  /** Adds the element of the next number. */
  public void add(JournalElement element) {
    ElementJson.write(json, element);
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
}
