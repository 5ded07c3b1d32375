package dev.sluice.contract.outcome;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * On which terms a session is sold: what {@code decide} knows of it besides the seats.
 *
 * @param hall whose seats are sold; a hall's seats never change
 * @param opensAt first instant of the sale
 * @param closesAt first instant after the sale
 * @param currency ISO 4217 code of all prices
 * @param hold how long a hold waits for payment; positive
 * @param seatsPerCustomerMax live seats of one customer over all requests; positive
 * @param ladder how best-available seats are looked for, first rung first; not empty
 * @param policyVersion raised with every change of these terms
 * @param prices price of each grade, dearest first
 * @param sections grade of each section on sale
 */
public record Terms(
    UUID hall,
    Instant opensAt,
    Instant closesAt,
    String currency,
    Duration hold,
    int seatsPerCustomerMax,
    List<Rung> ladder,
    int policyVersion,
    List<Price> prices,
    List<SectionGrade> sections) {

  /**
   * Copies the lists; cuts the instants to milliseconds, which is all that the journal keeps.
   *
   * @throws IllegalArgumentException if the hold is not whole seconds: the journal would keep
   *     another, and a slice decided again would differ
   */
  public Terms {
    if (hold.toNanosPart() != 0) {
      throw new IllegalArgumentException("A hold lasts whole seconds, not " + hold);
    }
    opensAt = opensAt.truncatedTo(ChronoUnit.MILLIS);
    closesAt = closesAt.truncatedTo(ChronoUnit.MILLIS);
    ladder = List.copyOf(ladder);
    prices = List.copyOf(prices);
    sections = List.copyOf(sections);
  }

  /**
   * A grade's price.
   *
   * @param grade its name
   * @param amount minor units
   */
  public record Price(String grade, long amount) {}

  /**
   * A section's grade in the session.
   *
   * @param section its name
   * @param grade one that has a price
   */
  public record SectionGrade(String section, String grade) {}
}
