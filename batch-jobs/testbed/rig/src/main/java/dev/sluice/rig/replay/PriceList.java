package dev.sluice.rig.replay;

import dev.sluice.contract.outcome.Terms;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What seats cost by the terms of their session: by their labels alone, which begin with the
 * section.
 */
final class PriceList {

  private final Map<String, Long> ofSection = new HashMap<>();
  private final Map<String, String> grades = new HashMap<>();
  private final List<String> longestFirst;
  private final String currency;

  PriceList(Terms terms) {
    var ofGrade = new HashMap<String, Long>();
    terms.prices().forEach(price -> ofGrade.put(price.grade(), price.amount()));
    terms.sections().forEach(section -> grades.put(section.section(), section.grade()));
    terms
        .sections()
        .forEach(
            section -> ofSection.put(section.section(), ofGrade.getOrDefault(section.grade(), 0L)));
    longestFirst =
        ofSection.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    currency = terms.currency();
  }

  /** Whether it costs what its seats do. */
  boolean allows(ReservationByJournal reservation) {
    return reservation.currency().equals(currency)
        && reservation.seats().stream().mapToLong(this::price).sum() == reservation.amount();
  }

  /** What all prices are in. */
  String currency() {
    return currency;
  }

  /** The seat's grade; empty if it is not on sale. */
  Optional<String> grade(String label) {
    return section(label).map(grades::get);
  }

  private long price(String label) {
    return section(label).map(ofSection::get).orElse(0L);
  }

  private Optional<String> section(String label) {
    return longestFirst.stream().filter(section -> label.startsWith(section + "-")).findFirst();
  }
}
