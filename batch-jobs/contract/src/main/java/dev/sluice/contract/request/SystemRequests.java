package dev.sluice.contract.request;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * What tells the system's own requests from those of clients: a customer whose name no token can
 * have, and ids that no client may give. So no client can answer for the system, nor use up an id
 * of its own that the system needs.
 */
public final class SystemRequests {

  /**
   * Who asks. Names of subjects begin so only where a hash follows, which is longer: a subject that
   * looks like one is hashed, too.
   */
  public static final String CUSTOMER = "sha256:system";

  private static final int VERSION = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private SystemRequests() {}

  /** A new id: a UUID of version 8, random in all that the version leaves open. Thread-safe. */
  public static UUID newId() {
    long high = (RANDOM.nextLong() & 0xffff_ffff_ffff_0fffL) | ((long) VERSION << 12);
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** Whether an id is of the kind that no client may give. */
  public static boolean isId(UUID id) {
    return id.version() == VERSION;
  }

  /** What became of a payment. */
  public static Request settlement(UUID session, Command.Settle settle) {
    return Request.of(newId(), session, CUSTOMER, settle);
  }

  /** Whether a request is the system's own. */
  public static boolean isOne(Request request) {
    return isId(request.id()) && request.customer().equals(CUSTOMER);
  }

  /** A pulse for a session. */
  public static Request pulse(UUID session) {
    return Request.of(newId(), session, CUSTOMER, new Command.Expire());
  }
}
