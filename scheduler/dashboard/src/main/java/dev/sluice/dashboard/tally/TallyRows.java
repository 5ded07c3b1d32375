package dev.sluice.dashboard.tally;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tally's statements. Hours are read and written as they are stored, so that no zone's hour
 * that comes twice in autumn is mixed up.
 */
public final class TallyRows {

  private static final String LOCK =
      "SELECT counted_from, recent_from, complete FROM dashboard_tally_reach WHERE id = 1 FOR"
          + " UPDATE";

  private static final String SAVE =
      """
      UPDATE dashboard_tally_reach
      SET counted_from = ?, recent_from = ?, complete = ?, looked_at = ? WHERE id = 1
      """;

  private static final String NEWEST_UP_TO =
      "SELECT CREATE_TIME FROM BATCH_JOB_EXECUTION WHERE CREATE_TIME <= ? ORDER BY CREATE_TIME DESC"
          + " LIMIT 1";

  private static final String NEWEST_BEFORE =
      "SELECT CREATE_TIME FROM BATCH_JOB_EXECUTION WHERE CREATE_TIME < ? ORDER BY CREATE_TIME DESC"
          + " LIMIT 1";

  private static final String HOUR_OF =
      """
      SELECT CAST(DATE_FORMAT(CREATE_TIME, '%Y-%m-%d %H:00:00') AS DATETIME)
      FROM BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID = ?
      """;

  /** Read, and written apart from it: INSERT ... SELECT may lock what it reads. */
  private static final String COUNT =
      """
      SELECT i.JOB_NAME, CAST(DATE_FORMAT(e.CREATE_TIME, '%Y-%m-%d %H:00:00') AS DATETIME) AS hour,
        COALESCE(e.STATUS, 'UNKNOWN') AS status, COUNT(*) AS executions,
        COUNT(TIMESTAMPDIFF(MICROSECOND, e.START_TIME, e.END_TIME)) AS ended,
        COALESCE(SUM(TIMESTAMPDIFF(MICROSECOND, e.START_TIME, e.END_TIME)) DIV 1000, 0) AS millis_sum,
        COALESCE(MAX(TIMESTAMPDIFF(MICROSECOND, e.START_TIME, e.END_TIME)) DIV 1000, 0) AS millis_max
      FROM BATCH_JOB_EXECUTION e FORCE INDEX (BATCH_JOB_EXECUTION_BY_TIME)
      JOIN BATCH_JOB_INSTANCE i ON i.JOB_INSTANCE_ID = e.JOB_INSTANCE_ID
      WHERE e.CREATE_TIME >= ? AND e.CREATE_TIME < ?
      GROUP BY i.JOB_NAME, hour, status
      """;

  private static final String DELETE = "DELETE FROM dashboard_tally WHERE hour >= ? AND hour < ?";

  private static final String INSERT =
      """
      INSERT INTO dashboard_tally (job_name, hour, status, executions, ended, millis_sum, millis_max)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  /** Only executions that had not ended change by themselves. */
  private static final String CHANGED =
      """
      SELECT counted.hour FROM
        (SELECT hour, SUM(executions) AS executions FROM dashboard_tally
         WHERE status IN ('STARTING', 'STARTED', 'STOPPING') GROUP BY hour) counted
      LEFT JOIN
        (SELECT CAST(DATE_FORMAT(CREATE_TIME, '%Y-%m-%d %H:00:00') AS DATETIME) AS hour, COUNT(*) AS executions
         FROM BATCH_JOB_EXECUTION WHERE STATUS IN ('STARTING', 'STARTED', 'STOPPING') GROUP BY 1) found
      ON found.hour = counted.hour
      WHERE found.executions IS NULL OR found.executions <> counted.executions
      """;

  private static final LocalDateTime EVER = LocalDateTime.of(9999, 1, 1, 0, 0);
  private static final LocalDateTime NEVER = LocalDateTime.of(1000, 1, 1, 0, 0);

  private final JdbcTemplate jdbc;

  public TallyRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Nobody else counts until the transaction ends; empty where somebody does. */
  Optional<Reach> tryLock() {
    return jdbc.query(LOCK + " SKIP LOCKED", (row, _) -> Reach.of(row)).stream().findFirst();
  }

  /** Waits until nobody counts. */
  void lock() {
    jdbc.query(LOCK, (row, _) -> Reach.of(row));
  }

  void save(Reach reach, Instant now) {
    jdbc.update(
        SAVE, reach.countedFrom(), reach.recentFrom(), reach.complete(), Timestamp.from(now));
  }

  Optional<LocalDateTime> newestUpTo(Instant time) {
    return first(NEWEST_UP_TO, Timestamp.from(time));
  }

  Optional<LocalDateTime> newestBefore(LocalDateTime time) {
    return first(NEWEST_BEFORE, time);
  }

  Optional<HourRange> hourOf(long executionId) {
    return first(HOUR_OF, executionId).map(HourRange::hour);
  }

  List<HourRange> hoursThatChanged() {
    return jdbc.query(CHANGED, (row, _) -> HourRange.hour(row.getObject(1, LocalDateTime.class)));
  }

  /** Counts whole hours, and forgets what was counted for them before. */
  void count(HourRange range) {
    LocalDateTime from = range.from() == null ? NEVER : range.from();
    LocalDateTime to = range.to() == null ? EVER : range.to();
    List<Object[]> counted = jdbc.query(COUNT, (row, _) -> values(row), from, to);
    jdbc.update(DELETE, from, to);
    jdbc.batchUpdate(INSERT, counted);
  }

  private Optional<LocalDateTime> first(String sql, Object value) {
    return jdbc.query(sql, (row, _) -> row.getObject(1, LocalDateTime.class), value).stream()
        .findFirst();
  }

  private static Object[] values(ResultSet row) throws SQLException {
    return new Object[] {
      row.getString(1),
      row.getObject(2, LocalDateTime.class),
      row.getString(3),
      row.getLong(4),
      row.getLong(5),
      row.getLong(6),
      row.getLong(7)
    };
  }
}
