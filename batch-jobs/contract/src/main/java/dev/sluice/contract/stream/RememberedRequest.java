package dev.sluice.contract.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.ErrorText;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.request.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/**
 * What Redis remembers of a request id for its retention.
 *
 * @param entry where it stands in the stream
 * @param digest of its payload, to tell a repeat from a reuse
 * @param owner {@link #ownerOf} the customer who may read its outcome
 * @param place entries that were waiting when it was appended, itself included; at least 1
 */
public record RememberedRequest(EntryId entry, Digest digest, long owner, long place) {

  /** Bytes of {@link #toBytes}. */
  public static final int BYTES = 38;

  /** Bytes that tell whose request it is and which: the first of {@link #toBytes}. */
  static final int MARK_BYTES = 24;

  private static final int PLACE_MAX = (1 << 24) - 1;

  /** What is remembered of a customer's request. */
  public static RememberedRequest of(EntryId entry, Digest digest, String customer, long place) {
    return new RememberedRequest(entry, digest, ownerOf(customer), place);
  }

  /** A customer as it is remembered: eight bytes of a hash, whatever the length of the name. */
  public static long ownerOf(String customer) {
    return ByteBuffer.wrap(sha256(customer.getBytes(US_ASCII))).getLong();
  }

  /** Whether it is that customer's. */
  public boolean isOf(String customer) {
    return owner == ownerOf(customer);
  }

  /**
   * Reads {@link #toBytes}, or the text of versions 1 and 2 of the append script: entry, digest,
   * customer and place, separated by spaces.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static RememberedRequest parse(byte[] bytes) {
    return bytes.length == BYTES ? binary(ByteBuffer.wrap(bytes)) : text(bytes);
  }

  /**
   * The form in which it is stored: digest and owner, then the entry's milliseconds (six bytes) and
   * sequence (five), then the place (three). Big-endian.
   *
   * @throws IllegalArgumentException if the entry's parts are larger than that
   */
  public byte[] toBytes() {
    if (entry.milliseconds() >>> 48 != 0 || entry.sequence() >>> 40 != 0) {
      throw new IllegalArgumentException("No clock gives the entry " + entry);
    }
    return ByteBuffer.allocate(BYTES)
        .put(mark())
        .putShort((short) (entry.milliseconds() >>> 32))
        .putInt((int) entry.milliseconds())
        .put((byte) (entry.sequence() >>> 32))
        .putInt((int) entry.sequence())
        .put((byte) (cutPlace() >>> 16))
        .putShort((short) cutPlace())
        .array();
  }

  /** The part of {@link #toBytes} that is known before there is an entry. */
  byte[] mark() {
    return ByteBuffer.allocate(MARK_BYTES).put(digest.toBytes()).putLong(owner).array();
  }

  private int cutPlace() {
    return (int) Math.min(place, PLACE_MAX);
  }

  private static RememberedRequest binary(ByteBuffer bytes) {
    var digest = new Digest(bytes.getLong(), bytes.getLong());
    long owner = bytes.getLong();
    long milliseconds = (long) Short.toUnsignedInt(bytes.getShort()) << 32;
    milliseconds |= Integer.toUnsignedLong(bytes.getInt());
    long sequence = (long) Byte.toUnsignedInt(bytes.get()) << 32;
    sequence |= Integer.toUnsignedLong(bytes.getInt());
    int place = Byte.toUnsignedInt(bytes.get()) << 16 | Short.toUnsignedInt(bytes.getShort());
    return new RememberedRequest(new EntryId(milliseconds, sequence), digest, owner, place);
  }

  private static RememberedRequest text(byte[] bytes) {
    String text = new String(bytes, US_ASCII);
    String[] words = text.split(" ", -1);
    if (words.length != 4) {
      throw new IllegalArgumentException("Not a remembered request: " + ErrorText.of(text));
    }
    return of(EntryId.parse(words[0]), Digest.parse(words[1]), words[2], Long.parseLong(words[3]));
  }

  /** The key under which it is remembered: 16 bytes of a hash, since an id is its session's. */
  public static byte[] keyOf(UUID session, UUID id) {
    return Arrays.copyOf(sha256(nameOf(session, id)), 16);
  }

  /** Session and id, 32 bytes. */
  static byte[] nameOf(UUID session, UUID id) {
    return ByteBuffer.allocate(32).put(Uuids.toBytes(session)).put(Uuids.toBytes(id)).array();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
