package dev.sluice.contract.request;

import dev.sluice.contract.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a request, so that a client sees all of it at once. Not thread-safe.
 */
public final class FieldProblems {

  private static final Instant UNTIL_MIN = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant UNTIL_MAX = Instant.parse("9999-01-01T00:00:00Z");

  private @Nullable List<FieldProblem> problems;
  private int more;

  /**
   * Notes a problem; if there are {@link Limits#FIELD_PROBLEMS_MAX} already, it is only counted.
   */
  public void add(String field, String detail) {
    if (problems == null) {
      problems = new ArrayList<>();
    }
    if (problems.size() < Limits.FIELD_PROBLEMS_MAX) {
      problems.add(new FieldProblem(field, detail));
    } else {
      more++;
    }
  }

  /** Whether whatever is added now is only counted, so that it need not be worded. */
  boolean isFull() {
    return problems != null && problems.size() == Limits.FIELD_PROBLEMS_MAX;
  }

  /** Whether nothing was noted. */
  public boolean isEmpty() {
    return problems == null;
  }

  /**
   * Ends the check.
   *
   * @throws InvalidRequestException if anything was noted
   */
  public void throwIfAny() {
    if (problems != null) {
      throw new InvalidRequestException(problems, more);
    }
  }

  /** An element that is null was no text and has its problem already. */
  void checkLabels(String field, List<? extends @Nullable String> labels, int max, int min) {
    if (labels.size() < min) {
      add(field, "must not be empty");
    }
    if (labels.size() > max) {
      add(field, "must have at most " + max + " elements, not " + labels.size());
      return;
    }
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      if (label != null && !isLabel(label)) {
        add(
            field + "[" + i + "]",
            "must be 1 to 32 letters, digits, '-', '_' or '.', starting with a letter or digit");
      }
    }
  }

  private void checkRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      add(field, "must be from " + min + " to " + max + ", not " + value);
    }
  }

  /** Null is what was not given or was no number. */
  void checkQuantity(@Nullable Integer quantity, @Nullable Integer minimum) {
    int max = Limits.SEATS_PER_REQUEST_MAX;
    if (quantity != null) {
      checkRange("quantity", quantity, 1, max);
    }
    if (minimum != null) {
      // A quantity that is wrong itself says nothing about the minimum.
      boolean bounds = quantity != null && quantity >= 1 && quantity <= max;
      checkRange("minimum", minimum, 1, bounds ? quantity : max);
    }
  }

  void checkReference(@Nullable String reference) {
    if (reference == null) {
      return;
    }
    if (reference.length() > Limits.REFERENCE_LENGTH_MAX) {
      add("reference", "must have at most " + Limits.REFERENCE_LENGTH_MAX + " characters");
    } else if (!isWellFormed(reference)) {
      add("reference", "must be well-formed Unicode: it has half of a surrogate pair");
    } else if (reference.indexOf('\0') >= 0) {
      add("reference", "must not contain the character U+0000");
    }
  }

  /** The journal and the tables have four digits for a year. */
  void checkWait(boolean waitlist, @Nullable Instant until) {
    if (until == null) {
      return;
    }
    if (!waitlist) {
      add("until", "must not be given without waitlist");
    }
    if (until.isBefore(UNTIL_MIN) || !until.isBefore(UNTIL_MAX)) {
      add("until", "must be from " + UNTIL_MIN + " to before " + UNTIL_MAX);
    }
  }

  /** A payment of something needs its key; one of nothing needs none, and may have one. */
  void checkPayment(long amount, @Nullable String paymentKey) {
    if (amount < 0) {
      add("amount", "must be from 0 to " + Long.MAX_VALUE);
    }
    if (paymentKey == null) {
      if (amount > 0) {
        add("paymentKey", "must be given where something is to be paid");
      }
    } else if (!Command.PAYMENT_KEY.matcher(paymentKey).matches()) {
      add(
          "paymentKey",
          "must have 1 to "
              + Limits.PAYMENT_KEY_LENGTH_MAX
              + " letters, digits, or . _ = -, and not begin with a dot");
    }
  }

  /** What was captured is more than nothing, what was declined is nothing. */
  void checkSettlement(Settlement result, long amount) {
    if (result == Settlement.CAPTURED ? amount <= 0 : amount != 0) {
      add("amount", "must be what was captured: more than 0, and 0 where nothing was");
    }
  }

  /** What {@link Command#LABEL} says, at a tenth of its cost: every request is asked. */
  static boolean isLabel(String text) {
    int length = text.length();
    if (length == 0 || length > Limits.LABEL_LENGTH_MAX || !isLetterOrDigit(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  /** What {@link Request#CUSTOMER} says. */
  public static boolean isCustomer(String text) {
    int length = text.length();
    if (length == 0 || length > Limits.CUSTOMER_LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isWellFormed(String text) {
    int i = 0;
    while (i < text.length()) {
      // A pair makes one code point; a surrogate that is still one has no partner.
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return false;
      }
      i += Character.charCount(point);
    }
    return true;
  }
}
