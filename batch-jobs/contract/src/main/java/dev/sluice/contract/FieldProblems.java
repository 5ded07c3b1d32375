package dev.sluice.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a request, so that a client sees all of it at once. Not thread-safe.
 */
public final class FieldProblems {

  private @Nullable List<FieldProblem> problems;

  /** Notes a problem. */
  public void add(String field, String detail) {
    if (problems == null) {
      problems = new ArrayList<>();
    }
    problems.add(new FieldProblem(field, detail));
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
      throw new InvalidRequestException(problems);
    }
  }

  void checkLabels(String field, List<String> labels, int max, boolean required) {
    if (required && labels.isEmpty()) {
      add(field, "must not be empty");
    }
    if (labels.size() > max) {
      add(field, "must have at most " + max + " elements, not " + labels.size());
      return;
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!Command.LABEL.matcher(labels.get(i)).matches()) {
        add(
            field + "[" + i + "]",
            "must be 1 to 32 letters, digits, '-', '_' or '.', starting with a letter or digit");
      }
    }
  }

  void checkRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      add(field, "must be from " + min + " to " + max + ", not " + value);
    }
  }

  void checkReference(@Nullable String reference) {
    if (reference == null) {
      return;
    }
    if (reference.length() > Limits.REFERENCE_LENGTH_MAX) {
      add("reference", "must have at most " + Limits.REFERENCE_LENGTH_MAX + " characters");
    } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(reference)) {
      add("reference", "must be well-formed Unicode: it has half of a surrogate pair");
    } else if (reference.indexOf('\0') >= 0) {
      add("reference", "must not contain the character U+0000");
    }
  }
}
