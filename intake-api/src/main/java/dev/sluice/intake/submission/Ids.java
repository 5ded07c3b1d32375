package dev.sluice.intake.submission;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.problem.ProblemType;
import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids that clients give, and those made for clients that give none. */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /**
   * The client's key, or a new UUIDv7.
   *
   * @throws Problem 400 if the key is no UUID, or of a version that the system keeps for itself
   */
  public static UUID keyOrNew(@Nullable String idempotencyKey) {
    UUID key = key(idempotencyKey);
    return key == null ? newId() : key;
  }

  /**
   * The client's key; null if it gives none. The header's draft writes a key in quotes, and most
   * clients write it without.
   *
   * @throws Problem 400 if the key is no UUID
   */
  static @Nullable UUID key(@Nullable String idempotencyKey) {
    if (idempotencyKey == null) {
      return null;
    }
    UUID key = Uuids.parse(unquoted(idempotencyKey));
    if (key == null) {
      throw Problem.invalid("Idempotency-Key", "must be a UUID of 36 characters");
    }
    if (SystemRequests.isId(key)) {
      throw Problem.invalid("Idempotency-Key", "must be a UUID of another version than 8");
    }
    return key;
  }

  /** A new UUIDv7. */
  static UUID newId() {
    return version7(System.currentTimeMillis());
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * An id of the path.
   *
   * @throws Problem 404 of that type if it is no UUID: nothing has that address
   */
  public static UUID ofPath(String text, ProblemType type) {
    UUID id = Uuids.parse(text);
    if (id == null) {
      throw Problem.of(type, "An id is a UUID of 36 characters.");
    }
    return id;
  }

  /** A UUIDv7: ids of one time stand together. */
  static UUID version7(long milliseconds) {
    long random = RANDOM.nextLong();
    return new UUID(
        (milliseconds << 16) | 0x7000 | (random & 0xFFF),
        (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }
}
