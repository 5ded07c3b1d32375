package dev.sluice.payment.refund;

import dev.sluice.contract.ErrorText;
import dev.sluice.contract.Uuids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The job's own rows of refunds. Each method is one short transaction; no lock of a slice waits for
 * one, and none is held while the provider is called. Thread-safe on a pool.
 */
final class RefundAttempts {

  private static final int TOLD_LENGTH_MAX = 300;

  /**
   * One at a time of a payment, in the order of their numbers. What was captured is what the
   * provider said. What people gave back elsewhere it still has.
   */
  private static final String DUE =
      """
      SELECT attempt.shard, attempt.number, attempt.attempt, attempt.calls, attempt.answer, refund.session_id, refund.amount,
        refund.currency, payment.payment_key, asked.captured - (
          SELECT COALESCE(SUM(earlier.amount), 0)
          FROM refund earlier
          JOIN refund_attempt of_earlier ON of_earlier.shard = earlier.shard AND of_earlier.number = earlier.number
            AND of_earlier.answer = 2
          WHERE earlier.session_id = refund.session_id AND earlier.reservation_id = refund.reservation_id
            AND earlier.payment_id = refund.payment_id AND earlier.number < refund.number
        ) AS balance
      FROM refund_attempt attempt
      STRAIGHT_JOIN refund ON refund.shard = attempt.shard AND refund.number = attempt.number
      STRAIGHT_JOIN payment ON payment.session_id = refund.session_id AND payment.reservation_id = refund.reservation_id
        AND payment.id = refund.payment_id
      STRAIGHT_JOIN payment_attempt asked ON asked.session_id = payment.session_id
        AND asked.reservation_id = payment.reservation_id AND asked.payment_id = payment.id
      WHERE attempt.next_at <= UTC_TIMESTAMP(3) AND asked.provider = ? AND NOT EXISTS (
        SELECT 1
        FROM refund earlier
        LEFT JOIN refund_attempt of_earlier ON of_earlier.shard = earlier.shard AND of_earlier.number = earlier.number
        WHERE earlier.session_id = refund.session_id AND earlier.reservation_id = refund.reservation_id
          AND earlier.payment_id = refund.payment_id AND earlier.number < refund.number
          AND (of_earlier.answer IS NULL OR of_earlier.answer NOT IN (2, 4))
      )
      ORDER BY attempt.next_at
      LIMIT ?
      """;

  private static final String ANSWER =
      """
      UPDATE refund_attempt
      SET attempt = ?, calls = calls + 1, answer = ?, told = ?, told_at = UTC_TIMESTAMP(3),
        next_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
      WHERE shard = ? AND number = ? AND attempt = ? AND answer IN (1, 3)
      """;

  private static final String DONE =
      """
      UPDATE refund_attempt
      SET calls = calls + 1, answer = 2, told = ?, told_at = UTC_TIMESTAMP(3), next_at = NULL
      WHERE shard = ? AND number = ?
      """;

  private final JdbcOperations jdbc;
  private final TransactionOperations each;
  private final String provider;
  private final NewRefunds news;

  /**
   * Those of a provider.
   *
   * @param each READ COMMITTED: what is read to be inserted must not be locked
   * @param provider its name
   */
  RefundAttempts(JdbcOperations jdbc, TransactionOperations each, String provider) {
    this.jdbc = jdbc;
    this.each = each;
    this.provider = provider;
    this.news = new NewRefunds(jdbc);
  }

  /**
   * Whether there is a refund without an attempt, or one whose time has come: not what waits for
   * another refund of its payment.
   */
  boolean isDue() {
    String fresh = news.select(1);
    return (!fresh.isEmpty() && isThere(fresh)) || isThere(DUE, provider, 1);
  }

  /** Writes the attempts of new refunds down. */
  void add(int max) {
    String fresh = news.select(max);
    if (!fresh.isEmpty()) {
      each.executeWithoutResult(_ -> jdbc.update(insert(fresh)));
    }
  }

  /** Those whose time has come, those first that have waited for the longest time. */
  List<RefundAttempt> listDue(int max) {
    return jdbc.query(DUE, (row, _) -> read(row), provider, max);
  }

  /** The money is back. */
  void done(RefundAttempt refund, String words) {
    jdbc.update(
        DONE,
        ErrorText.wellFormed(words, TOLD_LENGTH_MAX),
        refund.id().shard(),
        refund.id().number());
  }

  /**
   * It is not back, or nobody knows.
   *
   * @param attempt number of the attempt to be made next
   * @param refused whether the provider has said no
   * @param next in whole seconds, how long nothing is to be done
   */
  void notDone(RefundAttempt asked, int attempt, boolean refused, String words, Duration next) {
    jdbc.update(
        ANSWER,
        attempt,
        refused ? 3 : 1,
        ErrorText.wellFormed(words, TOLD_LENGTH_MAX),
        next.toSeconds(),
        asked.id().shard(),
        asked.id().number(),
        asked.attempt());
  }

  private boolean isThere(String select, Object... arguments) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "SELECT EXISTS (SELECT 1 FROM (" + select + ") AS found)", Boolean.class, arguments));
  }

  private static String insert(String fresh) {
    return """
    INSERT INTO refund_attempt (shard, number, attempt, calls, answer, told, next_at, created_at)
    SELECT fresh.shard, fresh.number, 1, 0, 1, NULL, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
    FROM (%s) AS fresh
    ON DUPLICATE KEY UPDATE attempt = refund_attempt.attempt
    """
        .formatted(fresh);
  }

  private static RefundAttempt read(ResultSet row) throws SQLException {
    return new RefundAttempt(
        new RefundAttempt.Id(row.getInt("shard"), row.getLong("number")),
        Uuids.fromBytes(row.getBytes("session_id")),
        row.getString("payment_key"),
        row.getLong("amount"),
        row.getLong("balance"),
        row.getString("currency"),
        row.getInt("attempt"),
        row.getInt("calls"),
        row.getInt("answer") == 3);
  }
}
