package dev.sluice.dashboard.action;

import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Locks of the database that all processes see. Between Batch's look whether an instance runs and
 * its insert of the next execution is time for another one; under the lock there is not. A lock is
 * of a connection, so that it ends with a process that dies.
 */
final class Locks {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String LOCK = "SELECT GET_LOCK(?, ?)";
  private static final String RELEASE = "SELECT RELEASE_LOCK(?)";

  private final DataSource database;
  private final SQLExceptionTranslator translator = new SQLStateSQLExceptionTranslator();

  Locks(DataSource database) {
    this.database = database;
  }

  /**
   * Does something while nobody else does anything under the same name.
   *
   * @param name of any length, of this schema alone
   * @throws RefusedException where somebody has the lock for too long
   */
  <T> T under(String name, Supplier<T> action) {
    try (Connection connection = database.getConnection()) {
      String lock = key(connection.getCatalog() + " " + name);
      if (!ask(connection, LOCK, lock, PATIENCE.toSeconds())) {
        throw new RefusedException(
            Refusal.BEING_CHANGED, "Somebody else is doing something to it; look again");
      }
      try {
        return action.get();
      } finally {
        ask(connection, RELEASE, lock);
      }
    } catch (SQLException e) {
      throw translator.translate("lock " + name, null, e);
    }
  }

  /** Names of locks are of the whole server and have 64 characters at most. */
  private static String key(String name) {
    return "dashboard-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean ask(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getInt(1) == 1;
      }
    }
  }
}
