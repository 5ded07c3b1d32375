package dev.sluice.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Instants as they stand in DATETIME columns: UTC. They pass the driver as local times, which it
 * gives no zone.
 */
public final class DateTimes {

  /** How SQL writes what a column holds. */
  public static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

  private DateTimes() {}

  /** What a column holds for the instant. */
  public static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * The instant in a column.
   *
   * @throws SQLException if there is no such column, or it holds none
   */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    LocalDateTime utc = row.getObject(column, LocalDateTime.class);
    if (utc == null) {
      throw new SQLException("There is no instant in " + column);
    }
    return utc.toInstant(ZoneOffset.UTC);
  }
}
