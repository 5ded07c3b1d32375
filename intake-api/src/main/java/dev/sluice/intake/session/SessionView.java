package dev.sluice.intake.session;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A session as clients see it.
 *
 * @param id its id
 * @param show what is played
 * @param hall where
 * @param startsAt when it begins
 * @param saleOpensAt first instant of the sale
 * @param saleClosesAt first instant after the sale
 * @param currency of all prices
 * @param prices of each grade, dearest first
 * @param policy rules of the sale
 */
@Schema(name = "Session", description = "A performance of a show: the unit of sale")
record SessionView(
    @Schema(example = "d0000000-0000-4000-8000-000000000101") UUID id,
    Session.Show show,
    Session.Hall hall,
    @Schema(example = "2027-01-01T19:00:00Z") Instant startsAt,
    @Schema(example = "2026-11-21T10:00:00Z") Instant saleOpensAt,
    @Schema(example = "2027-01-01T18:00:00Z") Instant saleClosesAt,
    @Schema(example = "EUR") String currency,
    List<Session.Price> prices,
    Policy policy) {

  /**
   * Rules of the sale.
   *
   * @param holdSeconds how long a hold waits for payment
   * @param seatsPerCustomerMax live seats of one customer
   * @param ladder how best-available seats are looked for, rung by rung
   * @param version raised with every change
   */
  @Schema(name = "Policy")
  record Policy(
      @Schema(example = "600") int holdSeconds,
      @Schema(example = "8") int seatsPerCustomerMax,
      @Schema(example = "[\"WITHOUT_ORPHANS\", \"ADJACENT\"]") List<String> ladder,
      @Schema(example = "1") int version) {}

  static SessionView of(Session session) {
    return new SessionView(
        session.id(),
        session.show(),
        session.hall(),
        session.startsAt(),
        session.saleOpensAt(),
        session.saleClosesAt(),
        session.currency(),
        session.prices(),
        new Policy(
            session.holdSeconds(),
            session.seatsPerCustomerMax(),
            session.ladder(),
            session.policyVersion()));
  }
}
