package dev.sluice.dashboard.history;

import dev.sluice.dashboard.StoredStatus;
import dev.sluice.dashboard.StoredTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.RowMapper;

/** Reads a line without its parameters. */
final class ExecutionLineMapper implements RowMapper<ExecutionLine> {

  @Override
  public ExecutionLine mapRow(ResultSet row, int number) throws SQLException {
    return new ExecutionLine(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        StoredStatus.read(row.getString(4)),
        Cursor.of(row, 5, 1),
        row.getTimestamp(5).toInstant(),
        StoredTimes.instant(row, 6),
        StoredTimes.instant(row, 7),
        row.getString(8),
        Objects.requireNonNullElse(row.getString(9), ""),
        Objects.requireNonNullElse(row.getString(10), ""),
        List.of());
  }
}
