package dev.sluice.table;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.TermsJson;
import dev.sluice.database.DateTimes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session as the catalogue has it, with the terms that are in force.
 *
 * @param admittedNumber of the transition that admitted it; 0 if none has
 * @param inForce the terms that the journal has; null if it is not admitted, or was before they
 *     were kept
 */
record SessionRow(
    UUID id,
    UUID hall,
    Instant opensAt,
    Instant closesAt,
    String currency,
    int holdSeconds,
    int seatsPerCustomerMax,
    String ladder,
    int policyVersion,
    long admittedNumber,
    @Nullable Terms inForce) {

  static final String SELECT =
      """
      SELECT id, hall_id, sale_opens_at, sale_closes_at, currency, hold_seconds, seats_per_customer_max, ladder,
        policy_version, admitted_number, session_state.terms
      FROM session LEFT JOIN session_state ON session_state.session_id = session.id
      WHERE shard = ? AND id IN (%s)
      """;

  static SessionRow read(ResultSet row) throws SQLException {
    String terms = row.getString("terms");
    return new SessionRow(
        Uuids.fromBytes(row.getBytes("id")),
        Uuids.fromBytes(row.getBytes("hall_id")),
        DateTimes.instant(row, "sale_opens_at"),
        DateTimes.instant(row, "sale_closes_at"),
        row.getString("currency"),
        row.getInt("hold_seconds"),
        row.getInt("seats_per_customer_max"),
        row.getString("ladder"),
        row.getInt("policy_version"),
        row.getLong("admitted_number"),
        terms == null ? null : TermsJson.read(terms.getBytes(StandardCharsets.UTF_8)));
  }

  boolean isAdmitted() {
    return admittedNumber > 0;
  }

  /** The same with terms that were found elsewhere. */
  SessionRow with(Terms found) {
    return new SessionRow(
        id,
        hall,
        opensAt,
        closesAt,
        currency,
        holdSeconds,
        seatsPerCustomerMax,
        ladder,
        policyVersion,
        admittedNumber,
        found);
  }

  /**
   * The terms that the catalogue has now, whether they are in force or not.
   *
   * @throws IllegalArgumentException if they are none
   */
  Terms written(List<Terms.Price> prices, List<Terms.SectionGrade> sections) {
    return new Terms(
        hall,
        opensAt,
        closesAt,
        currency,
        Duration.ofSeconds(holdSeconds),
        seatsPerCustomerMax,
        Stream.of(ladder.split(",", -1)).map(Rung::valueOf).toList(),
        policyVersion,
        prices,
        sections);
  }
}
