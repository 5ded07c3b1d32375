package dev.sluice.contract;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * The hash that chains slices: SHA-256 over the previous slice's hash, the shard (4 bytes), the
 * first number (8), the last entry (16), the instant in milliseconds (8), all big-endian, and the
 * uncompressed elements. A journal that was changed anywhere does not verify from there on.
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
  public static byte[] of(
      byte[] previous,
      int shard,
      long firstNumber,
      EntryId lastEntry,
      Instant decidedAt,
      byte[] elements) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(previous);
      sha256.update(
          ByteBuffer.allocate(36)
              .putInt(shard)
              .putLong(firstNumber)
              .put(lastEntry.toBytes())
              .putLong(decidedAt.toEpochMilli())
              .flip());
      return sha256.digest(elements);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
