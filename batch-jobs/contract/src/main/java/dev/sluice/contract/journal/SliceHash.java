package dev.sluice.contract.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash that chains slices: SHA-256 over the previous slice's hash, the shard (4 bytes), the
 * first number (8), the last entry (16), the instant in milliseconds (8), all big-endian, and the
 * uncompressed elements. From format 2 on, format (4), version of the rules (4) and whether the
 * clocks were apart (1) stand before the elements. A journal that was changed anywhere does not
 * verify from there on.
 */
public final class SliceHash {

  private SliceHash() {}

  /** What stands before a shard's first slice: 32 zero bytes. */
  public static byte[] none() {
    return new byte[32];
  }

  /**
   * Hash of one slice.
   *
   * @param previous hash of the slice before it, or {@link #none()}
   * @param elements the uncompressed JSON array
   */
  public static byte[] of(byte[] previous, SliceHead head, byte[] elements) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(previous);
      sha256.update(
          ByteBuffer.allocate(36)
              .putInt(head.shard())
              .putLong(head.firstNumber())
              .put(head.lastEntry().toBytes())
              .putLong(head.decidedAt().toEpochMilli())
              .flip());
      if (head.format() > 1) {
        sha256.update(
            ByteBuffer.allocate(9)
                .putInt(head.format())
                .putInt(head.policyVersion())
                .put((byte) (head.clocksApart() ? 1 : 0))
                .flip());
      }
      return sha256.digest(elements);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
