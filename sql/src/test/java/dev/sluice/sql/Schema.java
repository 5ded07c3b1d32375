package dev.sluice.sql;

import dev.sluice.servers.database.Database;
import dev.sluice.servers.life.Mode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * The schema that all tests of this JVM share, with the migrations applied and the demo loaded. A
 * class that writes into it cleans up behind itself, or restores all of it after its last test.
 */
final class Schema {

  private static final Database DATABASE = Database.start(Mode.fromSystemProperty());

  /** The migrations as the processes find them. */
  static final Flyway FLYWAY =
      Flyway.configure()
          .dataSource(DATABASE.jdbcUrl(), DATABASE.username(), DATABASE.password())
          .locations("classpath:sql/migrations")
          .cleanDisabled(false)
          .load();

  static {
    fill();
  }

  private Schema() {}

  /** Makes the schema as it was before the first test. */
  static void restore() {
    FLYWAY.clean();
    fill();
  }

  /**
   * Runs statements on one connection of their own.
   *
   * @return the rows of all results, columns as text joined by bars, null as a dash
   */
  static List<String> run(Script script) {
    var rows = new ArrayList<String>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : script.statements()) {
        if (statement.execute(sql)) {
          try (ResultSet result = statement.getResultSet()) {
            while (result.next()) {
              rows.add(row(result));
            }
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a file after statements that set its variables. */
  static List<String> run(Script script, String... before) {
    var statements = new ArrayList<>(List.of(before));
    statements.addAll(script.statements());
    return run(new Script(statements));
  }

  static List<String> query(String sql) {
    return run(new Script(List.of(sql)));
  }

  /** The only column of the only row. */
  static String value(String sql) {
    List<String> rows = query(sql);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows from " + sql);
    }
    return rows.getFirst();
  }

  /** Runs one statement with values. */
  static void update(String sql, Object... values) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill() {
    FLYWAY.migrate();
    run(Script.of("demo/load-demo.sql"));
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        DATABASE.jdbcUrl(), DATABASE.username(), DATABASE.password());
  }

  private static String row(ResultSet result) throws SQLException {
    var columns = new ArrayList<String>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      String text = result.getString(i);
      columns.add(text == null ? "-" : text);
    }
    return String.join("|", columns);
  }
}
