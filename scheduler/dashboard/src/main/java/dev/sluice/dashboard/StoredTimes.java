package dev.sluice.dashboard;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * StoredTimes as the driver gives them: Batch writes through the same driver, so that what it
 * converts there it converts back here.
 */
public final class StoredTimes {

  private StoredTimes() {}

  /** Null where none is stored. */
  public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  /**
   * How long something took, whose times may be missing or from two clocks. Null where it has not
   * started, or has ended and nobody wrote when.
   */
  public static @Nullable Duration between(
      @Nullable Instant started, @Nullable Instant ended, BatchStatus status, Instant now) {
    if (started == null || (ended == null && !status.isRunning())) {
      return null;
    }
    Duration length = Duration.between(started, ended == null ? now : ended);
    return length.isNegative() ? Duration.ZERO : length;
  }
}
