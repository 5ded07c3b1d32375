package dev.sluice.contract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The format of MySQL's {@code COMPRESS()}: four bytes of length, little-endian, then zlib; so that
 * SQL can read what is stored.
 */
public final class Compression {

  private static final int HEADER_BYTES = 4;

  private Compression() {}

  /** Compresses at level 1: on these texts the higher levels cost more time than they save. */
  public static byte[] compress(byte[] bytes) {
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

  /**
   * Restores what was compressed.
   *
   * @throws IllegalArgumentException if the bytes are not of this format
   */
  public static byte[] uncompress(byte[] compressed) {
    if (compressed.length < HEADER_BYTES) {
      throw new IllegalArgumentException("Compressed bytes begin with four bytes of length");
    }
    int length = ByteBuffer.wrap(compressed).order(ByteOrder.LITTLE_ENDIAN).getInt();
    try (var inflater = new Inflater()) {
      inflater.setInput(compressed, HEADER_BYTES, compressed.length - HEADER_BYTES);
      byte[] bytes = new byte[length];
      int read = 0;
      while (read < length) {
        int more = inflater.inflate(bytes, read, length - read);
        if (more == 0) {
          throw new IllegalArgumentException(
              "Compressed bytes end early, at " + read + " of " + length);
        }
        read += more;
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("Not zlib behind the length", e);
    }
  }
}
