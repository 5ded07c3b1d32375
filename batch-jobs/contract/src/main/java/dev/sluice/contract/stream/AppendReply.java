package dev.sluice.contract.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.ErrorText;
import java.util.Arrays;

/** What the append script says of one request, whichever its version. */
public sealed interface AppendReply {

  /**
   * It stands in the stream.
   *
   * @param remembered where
   * @param repeated whether an earlier call had put it there, or another one under its id
   */
  record Remembered(RememberedRequest remembered, boolean repeated) implements AppendReply {}

  /** A bound is reached; nothing was appended. */
  record Full(Bound bound) implements AppendReply {}

  /** Bounds of the script. */
  enum Bound {
    /** Undecided entries of the shard. */
    ENTRIES,
    /** Age of the oldest undecided one. */
    AGE,
    /** Remembered ids of one customer. */
    CUSTOMER
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if no version says so
   */
  static AppendReply parse(byte[] reply) {
    return switch (reply.length == 0 ? 0 : reply[0]) {
      case 'A' -> new Remembered(remembered(reply), false);
      case 'R' -> new Remembered(remembered(reply), true);
      case 'F' -> new Full(bound(new String(reply, US_ASCII)));
      default ->
          throw new IllegalArgumentException(
              "Not a reply of the append script: " + ErrorText.of(new String(reply, US_ASCII)));
    };
  }

  private static RememberedRequest remembered(byte[] reply) {
    // A repeat may be remembered in the text of versions 1 and 2, which put a space before it.
    boolean text = reply.length > 1 + RememberedRequest.BYTES && reply[1] == ' ';
    return RememberedRequest.parse(Arrays.copyOfRange(reply, text ? 2 : 1, reply.length));
  }

  private static Bound bound(String text) {
    return switch (text) {
      // Version 1 says only that something is full.
      case "F", "F entries" -> Bound.ENTRIES;
      case "F age" -> Bound.AGE;
      case "F customer" -> Bound.CUSTOMER;
      default -> throw new IllegalArgumentException("No such bound: " + ErrorText.of(text));
    };
  }
}
