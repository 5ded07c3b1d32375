package dev.sluice.intake.bulk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.Uuids;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids of the lines of bulk calls: the same call has the same ones again. */
final class BulkIds {

  private BulkIds() {}

  /** UUIDv5 of the line's number, 1-based and decimal, in the namespace of the bulk's id. */
  static UUID ofLine(UUID bulk, int line) {
    ByteBuffer hash = ByteBuffer.wrap(sha1(bulk, Integer.toString(line)));
    return new UUID(
        (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x5000L,
        (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }

  private static byte[] sha1(UUID namespace, String name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(Uuids.toBytes(namespace));
      return sha1.digest(name.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1", e);
    }
  }
}
