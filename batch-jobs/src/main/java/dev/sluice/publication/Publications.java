package dev.sluice.publication;

import dev.sluice.database.DateTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/** How far each shard's outcomes are on Kafka. Thread-safe on a pool. */
public final class Publications {

  private static final String RAISE =
      "UPDATE publication SET number = ?, fence = ? WHERE shard = ? AND fence <= ? AND number < ?";

  private static final String BEHIND =
      """
      SELECT p.shard, s.fence FROM publication p JOIN shard s ON s.id = p.shard
      WHERE p.number < s.last_number ORDER BY p.shard
      """;

  private static final String LATE =
      """
      SELECT late.* FROM (
        SELECT p.shard, p.number,
          (SELECT decided_at FROM slice
           WHERE shard = p.shard AND first_number > p.number ORDER BY first_number LIMIT 1) AS since
        FROM publication p JOIN shard s ON s.id = p.shard WHERE p.number < s.last_number) AS late
      WHERE since < UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY shard
      """;

  private final JdbcOperations jdbc;

  /** On a pool. */
  public Publications(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Every number of the shard up to this one was acknowledged by the broker. */
  public long getNumber(int shard) {
    Long number =
        jdbc.queryForObject("SELECT number FROM publication WHERE shard = ?", Long.class, shard);
    if (number == null) {
      throw new IllegalStateException("Shard " + shard + " has no row in publication");
    }
    return number;
  }

  /**
   * Notes what was acknowledged. It only rises, and only for the newest holder.
   *
   * @return false if a newer holder has written, or as much was noted before
   */
  public boolean raise(int shard, long fence, long number) {
    return jdbc.update(RAISE, number, fence, shard, fence, number) == 1;
  }

  /** Shards with decided outcomes that are not acknowledged, ascending. */
  public List<Behind> listBehind() {
    return jdbc.query(
        BEHIND, (row, index) -> new Behind(row.getInt("shard"), row.getLong("fence")));
  }

  /** Shards whose oldest outcome that is not acknowledged is older than that, ascending. */
  public List<Late> listLate(Duration age) {
    return jdbc.query(
        LATE,
        (row, index) ->
            new Late(row.getInt("shard"), row.getLong("number"), DateTimes.instant(row, "since")),
        age.toSeconds());
  }

  /**
   * A shard that does not catch up.
   *
   * @param shard the shard
   * @param number up to which it is acknowledged
   * @param since when the next slice was decided
   */
  public record Late(int shard, long number, Instant since) {}

  /**
   * A shard that is behind.
   *
   * @param shard the shard
   * @param fence of its newest lease
   */
  public record Behind(int shard, long fence) {}
}
