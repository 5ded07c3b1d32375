package dev.sluice.contract.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What tells one payload from another under the same request id: the first 16 bytes of SHA-256.
 *
 * @param high the first eight bytes
 * @param low the second eight bytes
 */
public record Digest(long high, long low) {

  /** Of an entry that could not be read: no request's digest, so none passes for its repeat. */
  public static final Digest NONE = new Digest(0, 0);

  /**
   * Digest of one request: who asks, for which session, what. The payload is the canonical one, so
   * white space and the order of fields in the client's JSON make no difference.
   */
  public static Digest of(String customer, UUID session, Command command) {
    MessageDigest sha256 = sha256();
    sha256.update(customer.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    sha256.update(
        ByteBuffer.allocate(16)
            .putLong(session.getMostSignificantBits())
            .putLong(session.getLeastSignificantBits())
            .flip());
    sha256.update(command.type().name().getBytes(StandardCharsets.US_ASCII));
    sha256.update((byte) 0);
    return first16(sha256.digest(CommandJson.write(command)));
  }

  /** Digest of bytes as they are, after a caller's name. */
  public static Digest of(String customer, byte[] body) {
    MessageDigest sha256 = sha256();
    sha256.update(customer.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    return first16(sha256.digest(body));
  }

  /**
   * Reads 32 hexadecimal digits.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Digest parse(String hex) {
    if (hex.length() != 32) {
      throw new IllegalArgumentException("A digest has 32 hexadecimal digits, not " + hex.length());
    }
    return new Digest(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }

  /**
   * Reads the form stored in MySQL.
   *
   * @throws IllegalArgumentException if there are not 16 bytes
   */
  public static Digest fromBytes(byte[] bytes) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("A digest has 16 bytes, not " + bytes.length);
    }
    return first16(bytes);
  }

  /** The form stored in MySQL. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /** 32 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }

  private static Digest first16(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Digest(buffer.getLong(), buffer.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
