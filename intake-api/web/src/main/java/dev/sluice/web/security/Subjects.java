package dev.sluice.web.security;

import dev.sluice.contract.request.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The names under which subjects of tokens are known here: as customers, and in what is kept. */
public final class Subjects {

  /** Begins the name where a subject cannot be it, and nothing else. */
  private static final String HASHED = "sha256:";

  private Subjects() {}

  /**
   * The subject itself where it can be a customer's name, else its hash. Identity providers have
   * subjects of up to 255 characters, with any characters in them. Two subjects never have the same
   * name, so a subject that looks like a hash is hashed too.
   *
   * @param subject of a token, or as a line of a bulk call names it; {@link #isSubject}
   */
  public static String nameOf(String subject) {
    return Request.CUSTOMER.matcher(subject).matches() && !subject.startsWith(HASHED)
        ? subject
        : HASHED + hash(subject);
  }

  /** Whether it names somebody: not empty, and Unicode that has only one form in UTF-8. */
  public static boolean isSubject(@Nullable String text) {
    return text != null && !text.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static String hash(String subject) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
