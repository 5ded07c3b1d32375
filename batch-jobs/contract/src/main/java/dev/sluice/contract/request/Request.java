package dev.sluice.contract.request;

import dev.sluice.contract.Limits;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One command of a client, as it stands in a shard's stream.
 *
 * @param id the client's Idempotency-Key, unique within the session
 * @param session the session it is about
 * @param customer who owns what is granted: the subject of a token
 * @param digest of customer, session and command
 * @param command what is wanted
 */
public record Request(UUID id, UUID session, String customer, Digest digest, Command command) {

  /** A customer's name: printable ASCII without spaces, so that it needs no escape. */
  public static final Pattern CUSTOMER =
      Pattern.compile("[!#-\\[\\]-~]{1," + Limits.CUSTOMER_LENGTH_MAX + "}");

  /**
   * Checks the customer's name.
   *
   * @throws InvalidRequestException if it is empty, too long, or has other characters
   */
  public Request {
    if (!FieldProblems.isCustomer(customer)) {
      var problems = new FieldProblems();
      problems.add(
          "customer",
          "must be 1 to 64 printable ASCII characters without space, quote and backslash");
      problems.throwIfAny();
    }
  }

  /** A request with the digest that belongs to it. */
  public static Request of(UUID id, UUID session, String customer, Command command) {
    return new Request(id, session, customer, Digest.of(customer, session, command), command);
  }
}
