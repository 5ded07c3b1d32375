package dev.sluice.payment.refund;

import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Refunds that the job has not seen yet. A shard's numbers are committed in their order, so what is
 * new has a higher one than the last that was seen. Thread-safe.
 */
public final class NewRefunds {

  private static final String LAST =
      """
      SELECT shard.id, COALESCE((
        SELECT attempt.number FROM refund_attempt attempt WHERE attempt.shard = shard.id ORDER BY attempt.number DESC LIMIT 1
      ), -1) AS number
      FROM shard
      """;

  private final JdbcOperations jdbc;

  public NewRefunds(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A statement that selects shard and number of those; empty text if there are no shards.
   *
   * @param max how many of each shard at most
   */
  public String select(int max) {
    return jdbc
        .query(LAST, (row, _) -> select(row.getInt("id"), row.getLong("number"), max))
        .stream()
        .collect(Collectors.joining(" UNION ALL "));
  }

  /** With the number itself as a constant only what is new is read. */
  private static String select(int shard, long last, int max) {
    return "(SELECT shard, number FROM refund WHERE shard = %d AND number > %d ORDER BY number LIMIT %d)"
        .formatted(shard, last, max);
  }
}
