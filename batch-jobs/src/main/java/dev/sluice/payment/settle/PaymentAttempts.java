package dev.sluice.payment.settle;

import dev.sluice.allocation.snapshot.Payment.State;
import dev.sluice.contract.ErrorText;
import dev.sluice.contract.Uuids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The job's own rows of payments. Each method is one short transaction; no lock of a slice waits
 * for one, and none is held while the provider is called. Thread-safe on a pool.
 */
final class PaymentAttempts {

  private static final int TOLD_LENGTH_MAX = 300;

  /** Payments that no attempt was written down for. Only those that are open are looked at. */
  private static final String FROM_NEW =
      """
      FROM payment
      LEFT JOIN payment_attempt known ON known.session_id = payment.session_id
        AND known.reservation_id = payment.reservation_id AND known.payment_id = payment.id
      WHERE payment.state = 1 AND known.payment_id IS NULL
      """;

  private static final String ADD =
      """
      INSERT INTO payment_attempt (session_id, reservation_id, payment_id, provider, claimed_key, attempt, calls, answer, captured, told,
        appends, next_at, created_at)
      """;

  /** Who comes first has the key; where another payment has it nothing is changed. */
  private static final String CLAIM =
      ADD
          + """
          SELECT payment.session_id, payment.reservation_id, payment.id, ?, payment.payment_key, 1, 0, 1, 0, NULL, 0, UTC_TIMESTAMP(3),
            UTC_TIMESTAMP(3)
          """
          + FROM_NEW
          + """
          ORDER BY payment.decided_at, payment.number
          LIMIT ?
          ON DUPLICATE KEY UPDATE attempt = payment_attempt.attempt
          """;

  /** What has no row then has lost its key. */
  private static final String REFUSE =
      ADD
          + """
          SELECT payment.session_id, payment.reservation_id, payment.id, ?, NULL, 1, 0, 3, 0,
            'its payment key pays for something else', 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
          """
          + FROM_NEW
          + """
          AND EXISTS (
            SELECT 1 FROM payment_attempt claimed WHERE claimed.provider = ? AND claimed.claimed_key = payment.payment_key
          )
          LIMIT ?
          ON DUPLICATE KEY UPDATE attempt = payment_attempt.attempt
          """;

  /** Those of another provider wait until it is the one that is asked again. */
  private static final String WHERE_ASKED =
      "WHERE attempt.answer = 1 AND attempt.provider = ? AND attempt.next_at <= UTC_TIMESTAMP(3)";

  private static final String WHERE_ANSWERED =
      "WHERE attempt.answer IN (2, 3) AND attempt.next_at <= UTC_TIMESTAMP(3)";

  private static final String IS_ANY_NEW = "SELECT EXISTS (SELECT 1 " + FROM_NEW + ")";

  private static final String IS_DUE =
      "SELECT EXISTS (SELECT 1 FROM payment_attempt attempt "
          + WHERE_ASKED
          + ") OR EXISTS (SELECT 1 FROM payment_attempt attempt "
          + WHERE_ANSWERED
          + ") OR EXISTS (SELECT 1 "
          + FROM_NEW
          + ")";

  private static final String ATTEMPTS =
      """
      SELECT attempt.session_id, attempt.reservation_id, attempt.payment_id, payment.shard, payment.amount, payment.currency,
        payment.payment_key, payment.state, attempt.attempt, attempt.calls, attempt.answer, attempt.captured
      FROM payment_attempt attempt
      STRAIGHT_JOIN payment ON payment.session_id = attempt.session_id AND payment.reservation_id = attempt.reservation_id
        AND payment.id = attempt.payment_id
      """;

  private static final String IN_ORDER = " ORDER BY attempt.next_at LIMIT ?";

  private static final String NAMED =
      " WHERE (session_id, reservation_id, payment_id) IN (%s) AND next_at IS NOT NULL";

  private static final String FINISH = "UPDATE payment_attempt SET next_at = NULL" + NAMED;

  /** A decision takes a moment; one that does not come is a dead letter, of which one is enough. */
  private static final String APPENDED =
      """
      UPDATE payment_attempt
      SET next_at = UTC_TIMESTAMP(3) + INTERVAL LEAST(POW(2, LEAST(appends, 12)), 3600) SECOND, appends = appends + 1
      """
          + NAMED;

  private static final String POSTPONE =
      "UPDATE payment_attempt SET next_at = UTC_TIMESTAMP(3) + INTERVAL 2 SECOND" + NAMED;

  /** Only what was asked of the attempt that is the newest, and is not known. */
  private static final String ANSWER =
      """
      UPDATE payment_attempt
      SET attempt = ?, calls = calls + 1, answer = ?, captured = ?, told = ?, told_at = UTC_TIMESTAMP(3),
        next_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
      WHERE session_id = ? AND reservation_id = ? AND payment_id = ? AND attempt = ? AND answer = 1
      """;

  private final JdbcOperations jdbc;
  private final TransactionOperations each;
  private final String provider;

  /**
   * Those of a provider.
   *
   * @param each READ COMMITTED: what is read to be inserted must not be locked
   * @param provider its name
   */
  PaymentAttempts(JdbcOperations jdbc, TransactionOperations each, String provider) {
    this.jdbc = jdbc;
    this.each = each;
    this.provider = provider;
  }

  /** Whether there is a payment without an attempt, or one whose time has come. */
  boolean isDue() {
    return Boolean.TRUE.equals(jdbc.queryForObject(IS_DUE, Boolean.class, provider));
  }

  /** Writes the attempts of new payments down, the oldest first, each with its payment key. */
  void claim(int max) {
    if (!Boolean.TRUE.equals(jdbc.queryForObject(IS_ANY_NEW, Boolean.class))) {
      return;
    }
    each.executeWithoutResult(
        _ -> {
          jdbc.update(CLAIM, provider, max);
          jdbc.update(REFUSE, provider, provider, max);
        });
  }

  /** Those that the provider is to be asked about, those first that have waited longest. */
  List<PaymentAttempt> listAsked(int max) {
    return jdbc.query(ATTEMPTS + WHERE_ASKED + IN_ORDER, (row, _) -> read(row), provider, max);
  }

  /** Those whose answer is to be decided, those first that have waited longest. */
  List<PaymentAttempt> listAnswered(int max) {
    return jdbc.query(ATTEMPTS + WHERE_ANSWERED + IN_ORDER, (row, _) -> read(row), max);
  }

  /** There is nothing to be done for them any more. */
  void finish(Collection<PaymentAttempt> attempts) {
    update(FINISH, attempts);
  }

  /** What became of them stands in the stream; it is looked again whether it was decided. */
  void appended(Collection<PaymentAttempt> attempts) {
    update(APPENDED, attempts);
  }

  /** What became of them could not be appended. */
  void postpone(Collection<PaymentAttempt> attempts) {
    update(POSTPONE, attempts);
  }

  /**
   * Writes down what the provider said.
   *
   * @param next in whole seconds, how long nothing is to be done
   */
  void answer(PaymentAttempt asked, Said said, Duration next) {
    PaymentId id = asked.id();
    jdbc.update(
        ANSWER,
        said.attempt(),
        said.verdict().code(),
        said.captured(),
        said.words(),
        next.toSeconds(),
        Uuids.toBytes(id.session()),
        Uuids.toBytes(id.reservation()),
        Uuids.toBytes(id.pay()),
        asked.attempt());
  }

  private void update(String sql, Collection<PaymentAttempt> attempts) {
    if (!attempts.isEmpty()) {
      String names = String.join(", ", Collections.nCopies(attempts.size(), "(?, ?, ?)"));
      jdbc.update(
          sql.formatted(names),
          attempts.stream()
              .map(PaymentAttempt::id)
              .flatMap(
                  id ->
                      List.of(
                          Uuids.toBytes(id.session()),
                          Uuids.toBytes(id.reservation()),
                          Uuids.toBytes(id.pay()))
                          .stream())
              .toArray());
    }
  }

  private static PaymentAttempt read(ResultSet row) throws SQLException {
    return new PaymentAttempt(
        new PaymentId(
            Uuids.fromBytes(row.getBytes("session_id")),
            Uuids.fromBytes(row.getBytes("reservation_id")),
            Uuids.fromBytes(row.getBytes("payment_id"))),
        row.getInt("shard"),
        row.getLong("amount"),
        row.getString("currency"),
        row.getString("payment_key"),
        State.ofCode(row.getInt("state")),
        row.getInt("attempt"),
        row.getInt("calls"),
        Verdict.ofCode(row.getInt("answer")),
        row.getLong("captured"));
  }

  /**
   * What the provider said.
   *
   * @param verdict what follows from it
   * @param captured what it has taken, in minor units; 0 unless it has
   * @param attempt number of the attempt to be asked about next
   * @param words for people
   */
  record Said(Verdict verdict, long captured, int attempt, String words) {

    /** Cuts the words to what the column holds. */
    Said {
      words = ErrorText.wellFormed(words, TOLD_LENGTH_MAX);
    }
  }
}
