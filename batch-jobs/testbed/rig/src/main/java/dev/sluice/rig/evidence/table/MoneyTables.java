package dev.sluice.rig.evidence.table;

import dev.sluice.contract.Uuids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The tables of money. */
public final class MoneyTables {

  private static final String PAYMENTS =
      """
      SELECT session_id, reservation_id, id, number, amount, currency, state, settled_number
      FROM payment WHERE session_id = ? ORDER BY number
      """;

  private static final String REFUNDS =
      """
      SELECT session_id, id, reservation_id, payment_id, number, amount, currency
      FROM refund WHERE session_id = ? ORDER BY number
      """;

  private static final String LEDGER =
      "SELECT order_id, SUM(captured - refunded) FROM sandbox_call GROUP BY order_id";

  /** Payments that the provider is asked about, and money that is owed and is not back yet. */
  private static final String UNDER_WAY =
      """
      SELECT EXISTS (SELECT 1 FROM payment WHERE state = 1)
        OR EXISTS (SELECT 1 FROM payment_attempt WHERE next_at IS NOT NULL)
        OR EXISTS (SELECT 1 FROM refund_attempt WHERE next_at IS NOT NULL)
        OR (SELECT COUNT(*) FROM refund) > (SELECT COUNT(*) FROM refund_attempt)
      """;

  private final Connection connection;

  /** Reads through a connection that nobody else uses meanwhile. */
  public MoneyTables(Connection connection) {
    this.connection = connection;
  }

  /**
   * That of the sessions.
   *
   * @param reservations theirs: what the sandbox has for others is not looked at
   */
  public Money read(List<UUID> sessions, Set<UUID> reservations) throws SQLException {
    var payments = new ArrayList<PaymentRow>();
    var refunds = new ArrayList<RefundRow>();
    for (UUID session : sessions) {
      readPayments(session, payments);
      readRefunds(session, refunds);
    }
    return new Money(payments, refunds, Optional.of(readLedger(reservations)));
  }

  /** Whether any is still to be taken, decided about or given back. */
  boolean isUnderWay() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(UNDER_WAY);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void readPayments(UUID session, List<PaymentRow> payments) throws SQLException {
    try (PreparedStatement select = of(PAYMENTS, session);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        payments.add(
            new PaymentRow(
                Uuids.fromBytes(row.getBytes(1)),
                Uuids.fromBytes(row.getBytes(2)),
                Uuids.fromBytes(row.getBytes(3)),
                row.getLong(4),
                row.getLong(5),
                row.getString(6),
                row.getInt(7),
                row.getLong(8)));
      }
    }
  }

  private void readRefunds(UUID session, List<RefundRow> refunds) throws SQLException {
    try (PreparedStatement select = of(REFUNDS, session);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        refunds.add(
            new RefundRow(
                Uuids.fromBytes(row.getBytes(1)),
                Uuids.fromBytes(row.getBytes(2)),
                Uuids.fromBytes(row.getBytes(3)),
                Uuids.fromBytes(row.getBytes(4)),
                row.getLong(5),
                row.getLong(6),
                row.getString(7)));
      }
    }
  }

  private Map<UUID, Long> readLedger(Set<UUID> reservations) throws SQLException {
    Set<String> orders = reservations.stream().map(UUID::toString).collect(Collectors.toSet());
    var ledger = new HashMap<UUID, Long>();
    try (PreparedStatement select = connection.prepareStatement(LEDGER);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String order = row.getString(1);
        if (orders.contains(order)) {
          ledger.put(UUID.fromString(order), row.getLong(2));
        }
      }
    }
    return ledger;
  }

  private PreparedStatement of(String sql, UUID session) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setBytes(1, Uuids.toBytes(session));
    return statement;
  }
}
