package dev.sluice.bench;

import java.util.Locale;

/**
 * What a figure is hoped to be.
 *
 * @param kind which side of the bound is good
 * @param bound the bound
 */
public record Target(Kind kind, double bound) {

  /** Which side is good. */
  public enum Kind {
    /** Not below the bound. */
    AT_LEAST("≥"),
    /** Not above the bound. */
    AT_MOST("≤"),
    /** Anything: it is only reported. */
    REPORTED("");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }
  }

  /** For what is only reported. */
  public static final Target NONE = new Target(Kind.REPORTED, 0);

  /** Not below the bound. */
  public static Target atLeast(double bound) {
    return new Target(Kind.AT_LEAST, bound);
  }

  /** Not above the bound. */
  public static Target atMost(double bound) {
    return new Target(Kind.AT_MOST, bound);
  }

  boolean holds(double value) {
    return switch (kind) {
      case AT_LEAST -> value >= bound;
      case AT_MOST -> value <= bound;
      case REPORTED -> true;
    };
  }

  @Override
  public String toString() {
    return kind == Kind.REPORTED
        ? ""
        : kind.sign
            + " "
            + (bound == Math.rint(bound)
                ? String.format(Locale.ROOT, "%.0f", bound)
                : Double.toString(bound));
  }
}
