package dev.sluice.table;

import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.request.Digest;
import dev.sluice.table.Reservations.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;

/** The rows of payments, as far as the rules look at them. */
final class Payments {

  private static final String COLUMNS =
      """
      SELECT p.session_id, p.reservation_id, p.id, p.digest, p.number, p.amount, p.payment_key, p.state, p.settled_number
      """;

  private static final String OF_LIVE =
      COLUMNS
          + Reservations.FROM_LIVE
          + """
          STRAIGHT_JOIN payment p ON p.session_id = live.session_id AND p.reservation_id = live.reservation_id
          ORDER BY p.number
          """;

  private static final String NAMED =
      COLUMNS
          + Reservations.FROM_NAMED
          + """
          STRAIGHT_JOIN payment p ON p.session_id = UNHEX(named.session) AND p.reservation_id = UNHEX(named.id)
          ORDER BY p.number
          """;

  private final JdbcOperations jdbc;

  Payments(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of live reservations, by them, each list in the order of the PAYs. */
  Map<Name, List<Payment>> listOfLive(Set<UUID> sessions) {
    return query(
        OF_LIVE.formatted(Reservations.placeholders(sessions)),
        sessions.stream().map(Uuids::toBytes).toArray());
  }

  /** Those of reservations, each list in the order of the PAYs. */
  Map<Name, List<Payment>> list(String jsonOfNames) {
    return query(NAMED, jsonOfNames);
  }

  private Map<Name, List<Payment>> query(String sql, Object... arguments) {
    var payments = new HashMap<Name, List<Payment>>();
    jdbc.query(
        sql,
        row -> {
          payments.computeIfAbsent(name(row), _ -> new ArrayList<>(1)).add(payment(row));
        },
        arguments);
    return payments;
  }

  private static Name name(ResultSet row) throws SQLException {
    return new Name(
        Uuids.fromBytes(row.getBytes("session_id")),
        Uuids.fromBytes(row.getBytes("reservation_id")));
  }

  private static Payment payment(ResultSet row) throws SQLException {
    return new Payment(
        Uuids.fromBytes(row.getBytes("id")),
        Digest.fromBytes(row.getBytes("digest")),
        row.getLong("number"),
        row.getLong("amount"),
        row.getString("payment_key"),
        Payment.State.ofCode(row.getInt("state")),
        row.getLong("settled_number"));
  }
}
