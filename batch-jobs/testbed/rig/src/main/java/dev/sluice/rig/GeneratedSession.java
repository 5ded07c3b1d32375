package dev.sluice.rig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Makes sessions with {@code generate-session.sql}, which is told their shape by user variables.
 */
public final class GeneratedSession {

  private static final SqlScript GENERATOR = new SqlScript("sql/demo/generate-session.sql");

  private final Map<String, String> variables = new LinkedHashMap<>();

  /** Of that title, on that shard. */
  public static GeneratedSession of(String title, int shard) {
    var session = new GeneratedSession();
    session.variables.put("title", title);
    return session.with("shard", shard);
  }

  /** Sets a variable of the script: {@code sections}, {@code rows}, ... */
  public GeneratedSession with(String variable, int value) {
    variables.put(variable, Integer.toString(value));
    return this;
  }

  /** The sale ended a day ago. */
  public GeneratedSession closed() {
    variables.put("opens_at", at("- INTERVAL 2 DAY"));
    variables.put("closes_at", at("- INTERVAL 1 DAY"));
    return this;
  }

  /** The sale begins in a day. */
  public GeneratedSession notYetOpen() {
    variables.put("opens_at", at("+ INTERVAL 1 DAY"));
    return this;
  }

  /** Makes it; the id is the answer. */
  public UUID create(Connection connection) throws SQLException {
    for (var variable : variables.entrySet()) {
      String value = variable.getValue();
      boolean expression = value.startsWith("UTC_TIMESTAMP");
      try (PreparedStatement set =
          connection.prepareStatement(
              "SET @" + variable.getKey() + " = " + (expression ? value : "?"))) {
        if (!expression) {
          set.setString(1, value);
        }
        set.execute();
      }
    }
    GENERATOR.run(connection);
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT @generated_session")) {
      row.next();
      return UUID.fromString(row.getString(1));
    }
  }

  private static String at(String interval) {
    return "UTC_TIMESTAMP(3) " + interval;
  }
}
