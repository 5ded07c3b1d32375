package dev.sluice.contract.journal;

import dev.sluice.contract.ErrorText;
import dev.sluice.contract.Json;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    Json.expect(json.nextToken(), JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Json.expect(json.currentToken(), JsonToken.START_OBJECT);
      elements.add(ElementJson.read(json));
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
}
