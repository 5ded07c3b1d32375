package dev.sluice.bench.http.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** When requests come from people who do not know of each other: a Poisson process. */
public final class Arrivals {

  private Arrivals() {}

  /**
   * Instants in nanoseconds from the beginning, rising.
   *
   * @param perSecond how many on average
   * @param length no instant is later
   * @param seed the same one gives the same instants
   */
  public static long[] draw(double perSecond, Duration length, long seed) {
    var random = new Random(seed);
    double nanosBetween = 1e9 / perSecond;
    var instants = new long[(int) (perSecond * length.toNanos() / 1e9 * 1.5) + 100];
    int count = 0;
    double at = between(random, nanosBetween);
    while (at <= length.toNanos() && count < instants.length) {
      instants[count++] = (long) at;
      at += between(random, nanosBetween);
    }
    return Arrays.copyOf(instants, count);
  }

  private static double between(Random random, double mean) {
    return -Math.log1p(-random.nextDouble()) * mean;
  }
}
