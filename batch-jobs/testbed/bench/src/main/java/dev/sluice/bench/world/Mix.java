package dev.sluice.bench.world;

import java.util.Locale;

/**
 * How many of the requests are granted.
 *
 * @param granted from 0 to 1
 */
public record Mix(double granted) {

  /** Most ask for a seat that is free. */
  public static final Mix MANY_GRANTED = new Mix(0.7);

  /** Nearly all come too late. */
  public static final Mix FEW_GRANTED = new Mix(0.025);

  /** How many seats a session needs, so that so many requests do not run out of them. */
  public int seatsFor(int requests) {
    return (int) (requests * Math.min(1, granted * 1.02)) + 200;
  }

  @Override
  public String toString() {
    double percent = granted * 100;
    return String.format(
        Locale.ROOT,
        percent == Math.rint(percent) ? "%.0f %% granted" : "%.1f %% granted",
        percent);
  }
}
