package dev.sluice.intake.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

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
    List<Price> prices) {

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
