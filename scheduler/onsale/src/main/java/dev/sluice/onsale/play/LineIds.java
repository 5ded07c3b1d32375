package dev.sluice.onsale.play;

import dev.sluice.contract.Uuids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids of the lines of a bulk call: UUIDv5 of the line's number under the call's key. */
final class LineIds {

  private LineIds() {}

  /**
   * The id of a line.
   *
   * @param line its number, from 1
   */
  static UUID of(UUID key, int line) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(Uuids.toBytes(key));
      ByteBuffer hash =
          ByteBuffer.wrap(sha1.digest(Integer.toString(line).getBytes(StandardCharsets.US_ASCII)));
      return new UUID(
          (hash.getLong() & ~0xF000L) | 0x5000L,
          (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1", e);
    }
  }
}
