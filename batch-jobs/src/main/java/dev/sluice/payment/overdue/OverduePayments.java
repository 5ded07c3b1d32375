package dev.sluice.payment.overdue;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Settlement;
import dev.sluice.database.DateTimes;
import dev.sluice.payment.refund.NewRefunds;
import dev.sluice.stream.Settlements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** What takes too long at the provider, and what a person can do about it. Thread-safe. */
public final class OverduePayments {

  private static final String PAYMENTS =
      """
      SELECT payment.shard, payment.session_id, payment.reservation_id, payment.id, payment.amount, payment.currency, payment.decided_at,
        attempt.provider, COALESCE(attempt.calls, 0) AS calls, COALESCE(attempt.answer, 1) AS answer, attempt.told, attempt.next_at
      FROM payment
      LEFT JOIN payment_attempt attempt ON attempt.session_id = payment.session_id
        AND attempt.reservation_id = payment.reservation_id AND attempt.payment_id = payment.id
      WHERE payment.state = 1 AND payment.decided_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND
      """;

  private static final String OLD_PAYMENTS =
      PAYMENTS
          + """
          ORDER BY payment.decided_at
          LIMIT ?
          """;

  private static final String PAYMENT =
      PAYMENTS + "AND payment.session_id = ? AND payment.reservation_id = ? AND payment.id = ?";

  private static final String REFUNDS =
      """
      SELECT refund.shard, refund.number, refund.session_id, refund.reservation_id, refund.payment_id, refund.amount, refund.currency,
        refund.decided_at, attempt.answer, attempt.calls, attempt.told, attempt.next_at
      FROM refund_attempt attempt
      STRAIGHT_JOIN refund ON refund.shard = attempt.shard AND refund.number = attempt.number
      WHERE attempt.next_at IS NOT NULL AND attempt.created_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND
      ORDER BY attempt.created_at, attempt.shard, attempt.number
      LIMIT ?
      """;

  private static final String ASK_PAYMENT =
      """
      UPDATE payment_attempt SET next_at = UTC_TIMESTAMP(3)
      WHERE session_id = ? AND reservation_id = ? AND payment_id = ? AND next_at IS NOT NULL
      """;

  private static final String ASK_REFUND =
      "UPDATE refund_attempt SET next_at = UTC_TIMESTAMP(3)"
          + " WHERE shard = ? AND number = ? AND next_at IS NOT NULL";

  private static final String IS_OWED =
      "SELECT EXISTS (SELECT 1 FROM refund_attempt WHERE shard = ? AND number = ? AND next_at IS"
          + " NOT NULL)";

  private static final String GIVEN_BACK_ELSEWHERE =
      "UPDATE refund_attempt SET answer = 4, told = 'given back elsewhere', next_at = NULL"
          + " WHERE shard = ? AND number = ? AND answer = 3";

  private final JdbcOperations jdbc;
  private final NewRefunds news;
  private final Settlements settlements;
  private final Duration after;

  /**
   * Those of a database.
   *
   * @param after how long a payment or a refund may take before it counts
   */
  public OverduePayments(JdbcOperations jdbc, Settlements settlements, Duration after) {
    this.jdbc = jdbc;
    this.news = new NewRefunds(jdbc);
    this.settlements = settlements;
    this.after = after;
  }

  /** Payments that take too long, the oldest first. */
  public List<OverduePayment> listPayments(int max) {
    return jdbc.query(OLD_PAYMENTS, (row, _) -> payment(row), after.toSeconds(), max);
  }

  /** One of them. */
  public Optional<OverduePayment> find(UUID session, UUID reservation, UUID payment) {
    return jdbc
        .query(
            PAYMENT,
            (row, _) -> payment(row),
            after.toSeconds(),
            Uuids.toBytes(session),
            Uuids.toBytes(reservation),
            Uuids.toBytes(payment))
        .stream()
        .findFirst();
  }

  /** Refunds that are not back: first those that the job has not seen, then the oldest. */
  public List<OverdueRefund> listRefunds(int max) {
    var refunds = new ArrayList<OverdueRefund>();
    String fresh = news.select(max);
    if (!fresh.isEmpty()) {
      refunds.addAll(jdbc.query(unseen(fresh), (row, _) -> refund(row), after.toSeconds()));
    }
    refunds.addAll(jdbc.query(REFUNDS, (row, _) -> refund(row), after.toSeconds(), max));
    return List.copyOf(refunds.subList(0, Math.min(max, refunds.size())));
  }

  /** Whether a refund is owed that is not back. */
  public boolean isOwed(int shard, long number) {
    return Boolean.TRUE.equals(jdbc.queryForObject(IS_OWED, Boolean.class, shard, number));
  }

  /**
   * Has the payment decided as declined, as if the provider had said so: the reservation is held
   * again, or over. The provider is still asked, and what it took after all goes back.
   *
   * @return false if the provider has said what became of it, or something was said of it that is
   *     not decided yet
   * @throws RuntimeException if the shard's Redis does not take it
   */
  public boolean decline(OverduePayment payment) {
    return !payment.answered()
        && settlements
            .append(
                payment.shard(),
                List.of(
                    new Settlements.Settled(
                        payment.session(),
                        new Command.Settle(
                            payment.reservation(), payment.payment(), Settlement.DECLINED, 0))))
            .getFirst();
  }

  /**
   * Has the provider asked about a payment as soon as the job looks.
   *
   * @return false if there is nothing to be asked
   */
  public boolean askAbout(OverduePayment payment) {
    return jdbc.update(
            ASK_PAYMENT,
            Uuids.toBytes(payment.session()),
            Uuids.toBytes(payment.reservation()),
            Uuids.toBytes(payment.payment()))
        > 0;
  }

  /**
   * Has the provider asked for a refund as soon as the job looks.
   *
   * @return false if there is no such refund, or it is done
   */
  public boolean askForRefund(int shard, long number) {
    return jdbc.update(ASK_REFUND, shard, number) > 0;
  }

  /**
   * Notes that people gave a refund back elsewhere, because the provider refuses it: it is not
   * asked for any more, and the others of its payment go on.
   *
   * @return false if there is no such refund, or the provider has not refused it
   */
  public boolean givenBackElsewhere(int shard, long number) {
    return jdbc.update(GIVEN_BACK_ELSEWHERE, shard, number) > 0;
  }

  /** Those without a row of the job have not been seen by it. */
  private static String unseen(String fresh) {
    return """
    SELECT refund.shard, refund.number, refund.session_id, refund.reservation_id, refund.payment_id, refund.amount, refund.currency,
      refund.decided_at, 1 AS answer, 0 AS calls, NULL AS told, NULL AS next_at
    FROM (%s) AS fresh
    STRAIGHT_JOIN refund ON refund.shard = fresh.shard AND refund.number = fresh.number
    WHERE refund.decided_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND
    ORDER BY refund.decided_at
    """
        .formatted(fresh);
  }

  private static OverduePayment payment(ResultSet row) throws SQLException {
    return new OverduePayment(
        row.getInt("shard"),
        Uuids.fromBytes(row.getBytes("session_id")),
        Uuids.fromBytes(row.getBytes("reservation_id")),
        Uuids.fromBytes(row.getBytes("id")),
        row.getLong("amount"),
        row.getString("currency"),
        DateTimes.instant(row, "decided_at"),
        row.getString("provider"),
        row.getInt("calls"),
        row.getInt("answer") > 1,
        row.getString("told"),
        nextAt(row));
  }

  private static OverdueRefund refund(ResultSet row) throws SQLException {
    return new OverdueRefund(
        row.getInt("shard"),
        row.getLong("number"),
        Uuids.fromBytes(row.getBytes("session_id")),
        Uuids.fromBytes(row.getBytes("reservation_id")),
        Uuids.fromBytes(row.getBytes("payment_id")),
        row.getLong("amount"),
        row.getString("currency"),
        DateTimes.instant(row, "decided_at"),
        row.getInt("answer") == 3,
        row.getInt("calls"),
        row.getString("told"),
        nextAt(row));
  }

  private static @Nullable Instant nextAt(ResultSet row) throws SQLException {
    return row.getObject("next_at") == null ? null : DateTimes.instant(row, "next_at");
  }
}
