package dev.sluice.dashboard.history;

import dev.sluice.dashboard.StoredStatus;
import dev.sluice.dashboard.StoredTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The steps of executions. */
public final class Steps {

  private static final String COLUMNS =
      """
      SELECT STEP_EXECUTION_ID, STEP_NAME, STATUS, CREATE_TIME, START_TIME, END_TIME, LAST_UPDATED,
        READ_COUNT, FILTER_COUNT, WRITE_COUNT, READ_SKIP_COUNT, PROCESS_SKIP_COUNT, WRITE_SKIP_COUNT, COMMIT_COUNT,
        ROLLBACK_COUNT, LEFT(EXIT_CODE, 100), LEFT(EXIT_MESSAGE, 4000), CHAR_LENGTH(EXIT_MESSAGE), JOB_EXECUTION_ID
      FROM BATCH_STEP_EXECUTION
      """;

  private static final String OF =
      COLUMNS
          + "WHERE JOB_EXECUTION_ID = ? AND STEP_EXECUTION_ID > ? ORDER BY STEP_EXECUTION_ID LIMIT"
          + " ?";

  private static final String MESSAGE =
      "SELECT EXIT_MESSAGE FROM BATCH_STEP_EXECUTION WHERE JOB_EXECUTION_ID = ? AND"
          + " STEP_EXECUTION_ID = ?";

  private final JdbcTemplate jdbc;

  public Steps(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The steps of an execution, in the order in which they began.
   *
   * @param after lists those with greater ids; 0 for the first
   * @param size how many at most
   */
  public List<StepLine> of(long execution, long after, int size) {
    return jdbc.query(OF, (row, _) -> step(row), execution, after, size);
  }

  /** The steps of that name of these executions, in no order. */
  public List<StepLine> named(String name, Collection<Long> executions) {
    if (executions.isEmpty()) {
      return List.of();
    }
    Conditions wanted =
        Conditions.NONE.and("STEP_NAME = ?", name).andIn("JOB_EXECUTION_ID IN (%s)", executions);
    return jdbc.query(
        COLUMNS + "WHERE " + wanted.text(), (row, _) -> step(row), wanted.values().toArray());
  }

  /** The whole exit message of a step; empty where there is no such step or no message. */
  public Optional<String> message(long execution, long step) {
    return jdbc.queryForList(MESSAGE, String.class, execution, step).stream()
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static StepLine step(ResultSet row) throws SQLException {
    return new StepLine(
        row.getLong(1),
        row.getLong(19),
        row.getString(2),
        StoredStatus.read(row.getString(3)),
        row.getTimestamp(4).toInstant(),
        StoredTimes.instant(row, 5),
        StoredTimes.instant(row, 6),
        StoredTimes.instant(row, 7),
        new Counters(
            row.getLong(8),
            row.getLong(9),
            row.getLong(10),
            row.getLong(11),
            row.getLong(12),
            row.getLong(13),
            row.getLong(14),
            row.getLong(15)),
        row.getString(16),
        Objects.requireNonNullElse(row.getString(17), ""),
        row.getLong(18));
  }
}
