package dev.sluice.contract;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs as they stand in text and in 16-byte columns. */
public final class Uuids {

  private Uuids() {}

  /** The id of that canonical text, 36 characters of either case; null if it is anything else. */
  public static @Nullable UUID parse(String text) {
    if (text.length() != 36
        || text.charAt(8) != '-'
        || text.charAt(13) != '-'
        || text.charAt(18) != '-'
        || text.charAt(23) != '-') {
      return null;
    }
    long first = hex(text, 0, 8);
    long second = hex(text, 9, 13);
    long third = hex(text, 14, 18);
    long fourth = hex(text, 19, 23);
    long fifth = hex(text, 24, 36);
    return (first | second | third | fourth | fifth) < 0
        ? null
        : new UUID(first << 32 | second << 16 | third, fourth << 48 | fifth);
  }

  /** 16 bytes, most significant first. */
  public static byte[] toBytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /**
   * The id in those 16 bytes.
   *
   * @throws IllegalArgumentException if there are not 16
   */
  public static UUID fromBytes(byte[] bytes) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("A UUID has 16 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** At most twelve digits of either case; -1 if one is none. */
  private static long hex(String text, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c > 'f' || !HexFormat.isHexDigit(c)) {
        return -1;
      }
      number = number << 4 | HexFormat.fromHexDigit(c);
    }
    return number;
  }
}
