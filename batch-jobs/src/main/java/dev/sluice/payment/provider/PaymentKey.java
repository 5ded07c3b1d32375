package dev.sluice.payment.provider;

import java.util.regex.Pattern;

/**
 * What a provider calls a payment. The customer's client has it from the provider and gives it to
 * us, so it may be anything; and who knows it knows too much, so that it is never shown whole.
 *
 * @param value 1 to 200 characters: letters, digits, {@code _}, {@code =}, {@code -}, and {@code .}
 *     but not at the beginning, so that it is one part of a URL's path and no other
 */
public record PaymentKey(String value) {

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,199}");

  private static final int SHOWN_MAX = 8;

  /**
   * A key of that text.
   *
   * @throws IllegalArgumentException if it has another shape; the text is not told
   */
  public PaymentKey {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "No payment key: %d characters of another shape".formatted(value.length()));
    }
  }

  /** Whether the text can be a payment key. */
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** Its beginning, at most a quarter of it. */
  @Override
  public String toString() {
    return value.substring(0, Math.min(SHOWN_MAX, value.length() / 4)) + "...";
  }
}
