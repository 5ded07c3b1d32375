package dev.sluice.bench.http.load;

import dev.sluice.rig.Tokens;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who sends the requests: so many that nobody meets the limit of a single caller. Their tokens are
 * signed before anything is measured.
 *
 * @param names by index
 * @param tokens by index
 */
public record Customers(List<String> names, List<String> tokens) {

  private static final int COUNT = 5_000;

  /** Those who send single requests. */
  public static Customers of(Tokens tokens) {
    return of(tokens, "customer-", COUNT, "reserve");
  }

  /** Those who may send bulk calls for others. */
  public static Customers agencies(Tokens tokens, int count) {
    return of(tokens, "agency-", count, "reserve reserve:bulk");
  }

  int indexOf(long number) {
    return (int) (number % names.size());
  }

  private static Customers of(Tokens tokens, String prefix, int count, String scope) {
    List<String> names = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    return new Customers(
        names, names.stream().parallel().map(name -> tokens.of(name, scope)).toList());
  }
}
