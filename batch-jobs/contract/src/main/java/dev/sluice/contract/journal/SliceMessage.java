package dev.sluice.contract.journal;

import dev.sluice.contract.stream.EntryId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decided slice as it travels to those who follow a shard: the entry of the outcome stream, whose
 * id is the last request entry that the slice decides.
 *
 * @param shard the shard
 * @param firstNumber number of the first element; the last slice's last number plus one
 * @param count elements: outcomes and transitions
 * @param drained entries decided
 * @param lastEntry the last entry decided; the entry's own id in the outcome stream
 * @param decidedAt instant of all its decisions
 * @param entries the compressed elements, as in the journal: see {@link Compression}
 */
public record SliceMessage(
    int shard,
    long firstNumber,
    int count,
    int drained,
    EntryId lastEntry,
    Instant decidedAt,
    byte[] entries) {

  /** Number of the last element. */
  public long lastNumber() {
    return firstNumber + count - 1;
  }

  /**
   * Uncompresses and reads the elements, in order of their numbers.
   *
   * @throws IllegalArgumentException if they cannot be read, or are not as many as {@link #count}
   */
  public List<JournalElement> elements() {
    return written().elements();
  }

  /**
   * Uncompresses and reads the elements with the text of each.
   *
   * @throws IllegalArgumentException as {@link #elements} does
   */
  public WrittenElements written() {
    WrittenElements written = WrittenElements.read(Compression.uncompress(entries));
    if (written.elements().size() != count) {
      throw new IllegalArgumentException(
          "The slice at number %d of shard %d has %d elements, not %d"
              .formatted(firstNumber, shard, written.elements().size(), count));
    }
    return written;
  }

  /** The fields of the outcome stream's entry. */
  public Map<String, byte[]> toFields() {
    var fields = new LinkedHashMap<String, byte[]>();
    fields.put("first", ascii(Long.toString(firstNumber)));
    fields.put("count", ascii(Integer.toString(count)));
    fields.put("drained", ascii(Integer.toString(drained)));
    fields.put("at", ascii(Long.toString(decidedAt.toEpochMilli())));
    fields.put("entries", entries);
    return fields;
  }

  /**
   * Reads an entry of the outcome stream.
   *
   * @throws IllegalArgumentException if a field is missing or no number
   */
  public static SliceMessage fromFields(int shard, EntryId id, Map<String, byte[]> fields) {
    return new SliceMessage(
        shard,
        number(fields, "first"),
        count(fields, "count"),
        count(fields, "drained"),
        id,
        Instant.ofEpochMilli(number(fields, "at")),
        field(fields, "entries"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** By the entries' bytes, not by which array holds them. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SliceMessage that
        && shard == that.shard
        && firstNumber == that.firstNumber
        && count == that.count
        && drained == that.drained
        && lastEntry.equals(that.lastEntry)
        && decidedAt.equals(that.decidedAt)
        && Arrays.equals(entries, that.entries);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        shard, firstNumber, count, drained, lastEntry, decidedAt, Arrays.hashCode(entries));
  }

  private static int count(Map<String, byte[]> fields, String name) {
    return Integer.parseInt(new String(field(fields, name), StandardCharsets.US_ASCII));
  }

  private static long number(Map<String, byte[]> fields, String name) {
    return Long.parseLong(new String(field(fields, name), StandardCharsets.US_ASCII));
  }

  private static byte[] field(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("A slice in the outcome stream lacks the field " + name);
    }
    return value;
  }
}
