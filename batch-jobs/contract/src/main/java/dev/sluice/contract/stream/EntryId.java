package dev.sluice.contract.stream;

import dev.sluice.contract.ErrorText;
import java.nio.ByteBuffer;

/**
 * Id of a Redis stream entry: milliseconds and a sequence number, ordered by both. Its text ({@code
 * 1760000000000-0}) does not sort, so it is stored as 16 bytes, which do.
 *
 * @param milliseconds clock of the Redis server when the entry was added; at least 0
 * @param sequence position among the entries of that millisecond; at least 0
 */
public record EntryId(long milliseconds, long sequence) implements Comparable<EntryId> {

  /** Before every entry: the watermark of a shard that has decided nothing. */
  public static final EntryId ZERO = new EntryId(0, 0);

  /** Rejects negative parts, which would sort wrongly as bytes. */
  public EntryId {
    if (milliseconds < 0 || sequence < 0) {
      throw new IllegalArgumentException("Negative entry id " + milliseconds + "-" + sequence);
    }
  }

  /**
   * Reads Redis' text form.
   *
   * @throws IllegalArgumentException if the text is not two non-negative numbers joined by a dash
   */
  public static EntryId parse(String text) {
    int dash = text.indexOf('-');
    long milliseconds = number(text, 0, dash);
    long sequence = number(text, dash + 1, text.length());
    if (milliseconds < 0 || sequence < 0) {
      throw new IllegalArgumentException("Not an entry id: " + ErrorText.of(text));
    }
    return new EntryId(milliseconds, sequence);
  }

  /**
   * Reads the form stored in MySQL.
   *
   * @throws IllegalArgumentException if there are not 16 bytes
   */
  public static EntryId fromBytes(byte[] bytes) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("An entry id has 16 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new EntryId(buffer.getLong(), buffer.getLong());
  }

  /** The form stored in MySQL: 16 bytes that sort like the id. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(16).putLong(milliseconds).putLong(sequence).array();
  }

  /**
   * The smallest id after this one.
   *
   * @throws ArithmeticException if there is none
   */
  public EntryId next() {
    return sequence == Long.MAX_VALUE
        ? new EntryId(Math.addExact(milliseconds, 1), 0)
        : new EntryId(milliseconds, sequence + 1);
  }

  /** The largest id before this one; {@link #ZERO} has none, and is its own. */
  public EntryId previous() {
    return sequence > 0
        ? new EntryId(milliseconds, sequence - 1)
        : milliseconds > 0 ? new EntryId(milliseconds - 1, Long.MAX_VALUE) : ZERO;
  }

  @Override
  public int compareTo(EntryId other) {
    int order = Long.compare(milliseconds, other.milliseconds);
    return order != 0 ? order : Long.compare(sequence, other.sequence);
  }

  /** Redis' text form. */
  @Override
  public String toString() {
    return milliseconds + "-" + sequence;
  }

  /** The number that those characters are, ASCII digits only; -1 if they are none. */
  private static long number(String text, int from, int to) {
    if (from >= to) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
