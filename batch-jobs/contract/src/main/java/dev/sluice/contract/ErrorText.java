package dev.sluice.contract;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts that tell what went wrong. They travel in JSON and SQL and quote what anyone may have sent.
 * What is replaced must not depend on the JDK's version of Unicode: dead letters stand in the
 * journal, which is decided again byte for byte.
 */
public final class ErrorText {

  /** Enough for what a parser says; longer is quotation. */
  private static final int LENGTH_MAX = 200;

  private ErrorText() {}

  /** A message, short and printable; "no message" for none. */
  public static String of(@Nullable String message) {
    return message == null ? "no message" : printable(message, LENGTH_MAX);
  }

  /**
   * The text's beginning, with a question mark for each control character, line separator and
   * surrogate.
   */
  public static String printable(String text, int lengthMax) {
    int length = Math.min(text.length(), lengthMax);
    for (int i = 0; i < length; i++) {
      if (!isPrintable(text.charAt(i))) {
        return replaced(text, length);
      }
    }
    return text.substring(0, length);
  }

  /**
   * The text's beginning, with a question mark for half a surrogate pair (be it that the cut made
   * it) and for U+0000: the least that JSON needs to be readable in SQL.
   */
  public static String wellFormed(String text, int lengthMax) {
    String head = text.substring(0, Math.min(text.length(), lengthMax));
    return new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '?');
  }

  private static String replaced(String text, int length) {
    var printable = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      printable.append(isPrintable(c) ? c : '?');
    }
    return printable.toString();
  }

  private static boolean isPrintable(char c) {
    return !Character.isISOControl(c)
        && !Character.isSurrogate(c)
        && c != '\u2028'
        && c != '\u2029';
  }
}
