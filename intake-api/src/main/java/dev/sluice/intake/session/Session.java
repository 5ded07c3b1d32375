package dev.sluice.intake.session;

import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A session as the catalogue has it.
 *
 * @param id its id
 * @param shard the shard that decides about it, for ever
 * @param show what is played
 * @param hall where
 * @param startsAt when it begins
 * @param saleOpensAt first instant of the sale
 * @param saleClosesAt first instant after the sale
 * @param currency ISO 4217 code of all prices
 * @param holdSeconds how long a hold waits for payment
 * @param seatsPerCustomerMax live seats of one customer
 * @param ladder how best-available seats are looked for
 * @param policyVersion raised with every change
 * @param prices of each grade, dearest first
 * @param sections grade of each section on sale
 * @param termsNumber number of the transition by which its shard took its terms into the journal;
 *     null until it has
 */
public record Session(
    UUID id,
    int shard,
    Show show,
    Hall hall,
    Instant startsAt,
    Instant saleOpensAt,
    Instant saleClosesAt,
    String currency,
    int holdSeconds,
    int seatsPerCustomerMax,
    List<String> ladder,
    int policyVersion,
    List<Price> prices,
    Map<String, String> sections,
    @Nullable Long termsNumber) {

  /** The same session on the terms that its shard decides by. */
  Session on(Terms terms) {
    return new Session(
        id,
        shard,
        show,
        hall,
        startsAt,
        terms.opensAt(),
        terms.closesAt(),
        terms.currency(),
        (int) terms.hold().toSeconds(),
        terms.seatsPerCustomerMax(),
        terms.ladder().stream().map(Rung::name).toList(),
        terms.policyVersion(),
        terms.prices().stream().map(price -> new Price(price.grade(), price.amount())).toList(),
        terms.sections().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Terms.SectionGrade::section, Terms.SectionGrade::grade)),
        termsNumber);
  }

  /** The same session on the terms of another. */
  Session onTermsOf(Session other) {
    return new Session(
        id,
        shard,
        show,
        hall,
        startsAt,
        other.saleOpensAt,
        other.saleClosesAt,
        other.currency,
        other.holdSeconds,
        other.seatsPerCustomerMax,
        other.ladder,
        other.policyVersion,
        other.prices,
        other.sections,
        termsNumber);
  }

  /** Names of what is otherwise there. */
  List<String> differences(Session other) {
    var names = new ArrayList<String>();
    compare(names, "sale_opens_at", saleOpensAt, other.saleOpensAt);
    compare(names, "sale_closes_at", saleClosesAt, other.saleClosesAt);
    compare(names, "currency", currency, other.currency);
    compare(names, "hold_seconds", holdSeconds, other.holdSeconds);
    compare(names, "seats_per_customer_max", seatsPerCustomerMax, other.seatsPerCustomerMax);
    compare(names, "ladder", ladder, other.ladder);
    compare(names, "policy_version", policyVersion, other.policyVersion);
    compare(names, "prices", prices, other.prices);
    compare(names, "sections", sections, other.sections);
    return names;
  }

  private static void compare(List<String> names, String name, Object here, Object there) {
    if (!here.equals(there)) {
      names.add(name);
    }
  }

  /** What it takes of the memory, roughly. */
  int bytes() {
    return 1000
        + 2 * (show.title().length() + show.cast().length() + hall.name().length())
        + 120 * (prices.size() + sections.size());
  }

  /**
   * What is played.
   *
   * @param id its id
   * @param title its title
   * @param cast who plays
   * @param category what it is
   */
  public record Show(UUID id, String title, String cast, String category) {}

  /**
   * Where it is played.
   *
   * @param id the hall's id
   * @param name the hall's name
   * @param venue the venue's name
   * @param city where that is
   * @param timeZone IANA name, for local times
   */
  public record Hall(UUID id, String name, String venue, String city, String timeZone) {}

  /**
   * A grade's price.
   *
   * @param grade its name
   * @param amount minor units
   */
  public record Price(String grade, long amount) {}
}
