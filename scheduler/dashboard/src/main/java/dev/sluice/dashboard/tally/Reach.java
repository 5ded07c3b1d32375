package dev.sluice.dashboard.tally;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Which hours the tally has, as stored.
 *
 * @param countedFrom the first of them; null where nothing is counted yet
 * @param recentFrom executions since then may still be written, so they are counted at every look;
 *     null where nothing is counted yet
 * @param complete whether nothing is older than {@code countedFrom}
 */
public record Reach(
    @Nullable LocalDateTime countedFrom, @Nullable LocalDateTime recentFrom, boolean complete) {

  /** From the columns in this order. */
  static Reach of(ResultSet row) throws SQLException {
    return new Reach(
        row.getObject(1, LocalDateTime.class),
        row.getObject(2, LocalDateTime.class),
        row.getBoolean(3));
  }
}
