package dev.sluice.bench;

import java.util.List;

/**
 * One row of the table.
 *
 * @param number of the question in the list of ratios; empty for what is only reported
 * @param question what is compared, in words
 * @param target what was hoped for; {@link Target#NONE} where it is only reported
 * @param result the value of each round
 * @param arms what it was computed from, for the raw numbers and the second table
 */
public record Finding(
    String number, String question, Target target, Samples result, List<Samples> arms) {

  /** Copies the list. */
  public Finding {
    arms = List.copyOf(arms);
  }

  /** One arm over another. */
  public static Finding ratio(
      String number, String question, Target target, Samples over, Samples under) {
    return new Finding(number, question, target, over.over(under), List.of(over, under));
  }

  /** A figure that stands for itself. */
  public static Finding figure(String number, String question, Target target, Samples samples) {
    return new Finding(number, question, target, samples, List.of());
  }

  /** Whether the median is as hoped. */
  public boolean holds() {
    return target.holds(result.median());
  }
}
