package dev.sluice.payment.sandbox;

import dev.sluice.database.DateTimes;
import dev.sluice.payment.provider.Money;
import dev.sluice.payment.provider.PaymentKey;
import dev.sluice.payment.sandbox.SandboxCall.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;

/** The sandbox's table. Thread-safe. */
final class SandboxCalls {

  private static final String COLUMNS =
      "call_key, payment_key, order_id, outcome, currency, captured + refunded AS amount,"
          + " called_at";

  private static final String FIND = "SELECT " + COLUMNS + " FROM sandbox_call WHERE call_key = ?";

  private static final String FIND_CAPTURE =
      "SELECT " + COLUMNS + " FROM sandbox_call WHERE captured_key = ?";

  private static final String FIND_OUTCOME =
      "SELECT COUNT(*) FROM sandbox_call WHERE payment_key = ? AND outcome = ?";

  private static final String REFUNDED =
      "SELECT COALESCE(SUM(refunded), 0) FROM sandbox_call WHERE payment_key = ?";

  private static final String ADD =
      """
      INSERT INTO sandbox_call (call_key, payment_key, captured_key, order_id, outcome, currency, captured, refunded, called_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
      """;

  private final JdbcOperations jdbc;

  SandboxCalls(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** The call under that key. */
  Optional<SandboxCall> find(String key) {
    return first(jdbc.query(FIND, (row, _) -> read(row), key));
  }

  /** The call that took the payment's money. */
  Optional<SandboxCall> findCapture(PaymentKey key) {
    return first(jdbc.query(FIND_CAPTURE, (row, _) -> read(row), key.value()));
  }

  /** The same, and nobody gives any of it back until the end of the caller's transaction. */
  Optional<SandboxCall> lockCapture(PaymentKey key) {
    return first(jdbc.query(FIND_CAPTURE + " FOR UPDATE", (row, _) -> read(row), key.value()));
  }

  /** Whether a call for the payment has ended so. */
  boolean has(PaymentKey key, Outcome outcome) {
    Long count = jdbc.queryForObject(FIND_OUTCOME, Long.class, key.value(), outcome.name());
    return count != null && count > 0;
  }

  /** What a payment has left. */
  Money balance(SandboxCall capture) {
    Long refunded = jdbc.queryForObject(REFUNDED, Long.class, capture.paymentKey().value());
    return capture
        .amount()
        .minus(new Money(refunded == null ? 0 : refunded, capture.amount().currency()));
  }

  /**
   * Remembers a call.
   *
   * @throws DuplicateKeyException if its key is known, or it takes the money of a payment that was
   *     captured before
   */
  void add(String key, PaymentKey paymentKey, String orderId, Outcome outcome, Money amount) {
    jdbc.update(
        ADD,
        key,
        paymentKey.value(),
        outcome == Outcome.CAPTURED ? paymentKey.value() : null,
        orderId,
        outcome.name(),
        amount.currency(),
        outcome == Outcome.CAPTURED ? amount.amount() : 0,
        outcome == Outcome.REFUNDED ? amount.amount() : 0);
  }

  private static Optional<SandboxCall> first(List<SandboxCall> rows) {
    return rows.stream().findFirst();
  }

  private static SandboxCall read(ResultSet row) throws SQLException {
    return new SandboxCall(
        row.getString("call_key"),
        new PaymentKey(row.getString("payment_key")),
        row.getString("order_id"),
        Outcome.valueOf(row.getString("outcome")),
        new Money(row.getLong("amount"), row.getString("currency")),
        DateTimes.instant(row, "called_at"));
  }
}
