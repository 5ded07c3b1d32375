package dev.sluice.contract.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The format of MySQL's {@code COMPRESS()}: four bytes of length, little-endian, then zlib; so that
 * SQL can read what is stored. Nothing compresses to nothing, as there.
 */
public final class Compression {

  private static final int HEADER_BYTES = 4;

  /** MySQL keeps the two highest bits of the length for itself. */
  private static final int LENGTH_MAX = 0x3FFF_FFFF;

  /** No byte of a deflated text stands for more than this. */
  private static final int EXPANSION_MAX = 1032;

  /** What a buffer holds at first for a byte of compressed text; slices expand four times. */
  private static final int EXPANSION_EXPECTED = 8;

  private Compression() {}

  /** Compresses at level 1: on these texts the higher levels cost more time than they save. */
  public static byte[] compress(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[0];
    }
    try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[HEADER_BYTES + 128 + bytes.length / 4];
      ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length);
      int length = HEADER_BYTES;
      while (!deflater.finished()) {
        if (length == out.length) {
          out = Arrays.copyOf(out, out.length * 2);
        }
        length += deflater.deflate(out, length, out.length - length);
      }
      return Arrays.copyOf(out, length);
    }
  }

  /** Bytes that were compressed, as stated in front; only {@link #uncompress} proves it. */
  public static int statedLength(byte[] compressed) {
    return compressed.length < HEADER_BYTES
        ? 0
        : ByteBuffer.wrap(compressed).order(ByteOrder.LITTLE_ENDIAN).getInt() & LENGTH_MAX;
  }

  /**
   * Restores what was compressed. The stated length is believed only as far as the bytes behind it
   * bear it out.
   *
   * @throws IllegalArgumentException if the bytes are not of this format, are cut short, or do not
   *     give exactly the length and checksum that they state
   */
  public static byte[] uncompress(byte[] compressed) {
    if (compressed.length == 0) {
      return new byte[0];
    }
    if (compressed.length <= HEADER_BYTES) {
      throw new IllegalArgumentException("Compressed bytes begin with four bytes of length");
    }
    int length = ByteBuffer.wrap(compressed).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int zlibBytes = compressed.length - HEADER_BYTES;
    if (length < 0 || length > LENGTH_MAX || length > (long) zlibBytes * EXPANSION_MAX) {
      throw new IllegalArgumentException(
          zlibBytes + " compressed bytes cannot have the length " + length);
    }
    try (var inflater = new Inflater()) {
      inflater.setInput(compressed, HEADER_BYTES, zlibBytes);
      byte[] bytes = inflate(inflater, length, (long) zlibBytes * EXPANSION_EXPECTED);
      checkEnd(inflater, compressed);
      return bytes;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("Not zlib behind the length", e);
    }
  }

  private static byte[] inflate(Inflater inflater, int length, long lengthExpected)
      throws DataFormatException {
    byte[] bytes = new byte[(int) Math.min(length, lengthExpected)];
    int read = 0;
    while (read < length) {
      if (read == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
      }
      int more = inflater.inflate(bytes, read, bytes.length - read);
      if (more == 0) {
        throw new IllegalArgumentException(
            "Compressed bytes end early, at " + read + " of " + length);
      }
      read += more;
    }
    return bytes;
  }

  /** Only at its end zlib compares the checksum, so the end must be reached. */
  private static void checkEnd(Inflater inflater, byte[] compressed) throws DataFormatException {
    if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
      throw new IllegalArgumentException("Compressed bytes do not end at the length they state");
    }
    int behind = inflater.getRemaining();
    if (behind > 0 && !(behind == 1 && endsGuarded(compressed))) {
      throw new IllegalArgumentException(behind + " bytes stand behind the compressed ones");
    }
  }

  /** MySQL guards a last byte that is a space, which a CHAR column would lose, by a full stop. */
  private static boolean endsGuarded(byte[] compressed) {
    return compressed[compressed.length - 1] == '.' && compressed[compressed.length - 2] == ' ';
  }
}
