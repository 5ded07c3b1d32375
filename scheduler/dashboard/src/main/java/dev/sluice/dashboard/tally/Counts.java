package dev.sluice.dashboard.tally;

import dev.sluice.dashboard.StoredStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the tally has counted. */
public final class Counts {

  private static final String SINCE =
      """
      SELECT job_name, status, SUM(executions), SUM(ended), SUM(millis_sum), MAX(millis_max)
      FROM dashboard_tally WHERE hour >= ? GROUP BY job_name, status ORDER BY job_name, status
      """;

  private static final String HOURLY =
      """
      SELECT hour, status, executions, ended, millis_sum, millis_max FROM dashboard_tally
      WHERE job_name = ? AND hour >= ? ORDER BY hour, status
      """;

  private static final String NEWEST =
      """
      SELECT hour, status, executions, ended, millis_sum, millis_max FROM dashboard_tally
      WHERE job_name = ? ORDER BY hour DESC, status LIMIT ?
      """;

  private static final String REACH =
      "SELECT counted_from, recent_from, complete FROM dashboard_tally_reach WHERE id = 1";

  private static final String LOOKED_AT =
      "SELECT looked_at FROM dashboard_tally_reach WHERE id = 1 AND looked_at IS NOT NULL";

  private final JdbcTemplate jdbc;

  public Counts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** By job and status, for the hours that begin at {@code time} or later. */
  public List<JobCount> since(Instant time) {
    return jdbc.query(
        SINCE,
        (row, _) -> new JobCount(row.getString(1), status(row), count(row)),
        Timestamp.from(time));
  }

  /** Of one job by hour and status, oldest first, for the hours that begin then or later. */
  public List<HourCount> hourly(String job, Instant time) {
    return jdbc.query(
        HOURLY,
        (row, _) -> new HourCount(row.getTimestamp(1).toInstant(), status(row), count(row)),
        job,
        Timestamp.from(time));
  }

  /**
   * Of one job by hour and status, newest first.
   *
   * @param size rows at most; an hour has one for each status
   */
  public List<HourCount> newest(String job, int size) {
    return jdbc.query(
        NEWEST,
        (row, _) -> new HourCount(row.getTimestamp(1).toInstant(), status(row), count(row)),
        job,
        size);
  }

  /** When it was last counted; empty where it never was. */
  public Optional<Instant> lookedAt() {
    return jdbc.query(LOOKED_AT, (row, _) -> row.getTimestamp(1).toInstant()).stream().findFirst();
  }

  /**
   * Where executions of jobs are to be looked for: the hours that have some, and those that are not
   * counted. Newest first.
   *
   * @param jobs not empty
   * @param others whether all jobs but these are meant
   * @param before no hour that begins later is asked for
   * @param hoursMax how many hours are returned at most
   */
  public Hours hoursOf(
      Collection<String> jobs, boolean others, LocalDateTime before, int hoursMax) {
    Reach reach = jdbc.query(REACH, (row, _) -> Reach.of(row)).getFirst();
    LocalDateTime first = reach.countedFrom();
    LocalDateTime recent = reach.recentFrom();
    if (first == null || recent == null) {
      return new Hours(List.of(new HourRange(null, null)), null);
    }
    String names = String.join(", ", Collections.nCopies(jobs.size(), "?"));
    // The primary key or the index by hour gives the order.
    String sql =
        """
        SELECT DISTINCT hour FROM dashboard_tally
        WHERE hour >= ? AND hour < ? AND hour <= ? AND job_name %s (%s) ORDER BY hour DESC LIMIT ?
        """
            .formatted(others ? "NOT IN" : "IN", names);
    var values = new ArrayList<Object>(List.of(first, recent, before));
    values.addAll(jobs);
    values.add(hoursMax);
    List<LocalDateTime> hours =
        jdbc.query(sql, (row, _) -> row.getObject(1, LocalDateTime.class), values.toArray());
    var ranges = new ArrayList<HourRange>();
    ranges.add(new HourRange(recent, null));
    ranges.addAll(HourRange.join(hours));
    if (hours.size() == hoursMax) {
      return new Hours(ranges, hours.getLast());
    }
    if (!reach.complete()) {
      ranges.add(new HourRange(null, first));
    }
    return new Hours(ranges, null);
  }

  private static BatchStatus status(ResultSet row) throws SQLException {
    return StoredStatus.read(row.getString(2));
  }

  private static Count count(ResultSet row) throws SQLException {
    return new Count(
        row.getLong(3),
        row.getLong(4),
        Duration.ofMillis(row.getLong(5)),
        Duration.ofMillis(row.getLong(6)));
  }
}
