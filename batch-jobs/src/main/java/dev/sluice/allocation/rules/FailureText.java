package dev.sluice.allocation.rules;

/** What a rule failed with, for an operator. */
public final class FailureText {

  private static final int LENGTH_MAX = 200;

  private FailureText() {}

  /** It travels in JSON and SQL, so it is short and has no control characters or surrogates. */
  public static String of(RuntimeException e) {
    String text = e.getClass().getSimpleName() + ": " + e.getMessage();
    return text.substring(0, Math.min(text.length(), LENGTH_MAX))
        .replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}
