package dev.sluice.contract.request;

import dev.sluice.contract.Uuids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Request ids of the lines of a bulk call. The same call has the same ones again, and a client can
 * tell them before it has an answer.
 */
public final class LineIds {

  private LineIds() {}

  /**
   * The id of a line: UUIDv5 (RFC 9562, section 5.5) of its number in decimal, in the namespace of
   * the call's id.
   *
   * @param call id of the bulk call
   * @param line number of the line, from 1
   */
  public static UUID of(UUID call, long line) {
    MessageDigest sha1 = sha1();
    sha1.update(Uuids.toBytes(call));
    byte[] name = Long.toString(line).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
    return new UUID(
        (hash.getLong() & ~0xF000L) | 0x5000L,
        (hash.getLong() & (Long.MAX_VALUE >>> 1)) | Long.MIN_VALUE);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1", e);
    }
  }
}
