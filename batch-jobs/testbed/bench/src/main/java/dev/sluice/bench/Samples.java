package dev.sluice.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What one arm measured, a value for each round, in order.
 *
 * @param arm the arm, in words
 * @param unit of the values
 * @param values at least one
 */
public record Samples(String arm, String unit, List<Double> values) {

  /** Copies the list; rejects an empty one. */
  public Samples {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(arm + " measured nothing");
    }
  }

  /** The middle value; of an even number of values, the mean of the two middle ones. */
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest value. */
  public double min() {
    return sorted()[0];
  }

  /** The largest value. */
  public double max() {
    return sorted()[values.size() - 1];
  }

  /** These over others, round by round: what disturbs a whole round falls out. */
  public Samples over(Samples others) {
    if (values.size() != others.values.size()) {
      throw new IllegalArgumentException(arm + " and " + others.arm + " ran unequally often");
    }
    List<Double> ratios =
        IntStream.range(0, values.size())
            .mapToObj(i -> values.get(i) / others.values.get(i))
            .toList();
    return new Samples(arm + " ÷ " + others.arm, "", ratios);
  }

  /** The arm with the highest median: the best configuration of a peer. */
  public static Samples best(List<Samples> arms) {
    return arms.stream().max((a, b) -> Double.compare(a.median(), b.median())).orElseThrow();
  }

  private double[] sorted() {
    return values.stream().flatMapToDouble(DoubleStream::of).sorted().toArray();
  }

  @Override
  public String toString() {
    return arm + ": " + Arrays.toString(sorted()) + " " + unit;
  }
}
