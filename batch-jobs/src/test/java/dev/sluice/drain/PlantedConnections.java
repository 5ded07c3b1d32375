package dev.sluice.drain;

import dev.sluice.contract.Uuids;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections on which a test sees every statement before the server does, and may fail it. */
final class PlantedConnections extends DelegatingDataSource {

  static final String COMMIT = "COMMIT";

  private static final Pattern TABLE =
      Pattern.compile("(?:INTO|STRAIGHT_JOIN|FROM|^UPDATE)\\s+(\\w+)\\b(?!\\()");

  private volatile Plant plant = sent -> 0;

  PlantedConnections(DataSource database) {
    super(database);
  }

  /** From now on. */
  void plant(Plant what) {
    plant = what;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    return proxy(
        Connection.class,
        (_, method, arguments) ->
            switch (method.getName()) {
              case "commit" -> {
                plant.meet(new Sent(COMMIT, "", List.of(), connection));
                yield call(connection, method, arguments);
              }
              case "createStatement" ->
                  statement(Statement.class, connection, call(connection, method, arguments), null);
              case "prepareStatement" ->
                  statement(
                      PreparedStatement.class,
                      connection,
                      call(connection, method, arguments),
                      (String) arguments[0]);
              default -> call(connection, method, arguments);
            });
  }

  private <T extends Statement> T statement(
      Class<T> type, Connection connection, @Nullable Object statement, @Nullable String prepared) {
    var values = new ArrayList<Object>();
    return proxy(
        type,
        (_, method, arguments) -> {
          String name = method.getName();
          if (name.startsWith("set") && arguments != null && arguments.length >= 2) {
            values.add(arguments[1]);
          }
          if (!name.startsWith("execute")) {
            return call(statement, method, arguments);
          }
          String sql = prepared == null ? (String) arguments[0] : prepared;
          int more = plant.meet(new Sent(nameOf(sql), sql, List.copyOf(values), connection));
          values.clear();
          Object result = call(statement, method, arguments);
          return result instanceof Integer rows ? Integer.valueOf(rows + more) : result;
        });
  }

  /** What a statement does, and to what: {@code DELETE reservation_seat}. */
  private static String nameOf(String sql) {
    Matcher table = TABLE.matcher(sql);
    String verb = sql.strip().split("\\s", 2)[0];
    String lock = sql.contains("FOR UPDATE") ? " FOR UPDATE" : "";
    return table.find() ? verb + " " + table.group(1) + lock : verb;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            PlantedConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(
      @Nullable Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** What a test does with a statement. */
  @FunctionalInterface
  interface Plant {

    /**
     * Meets a statement that is about to be sent.
     *
     * @return how many rows more than it did the statement shall be said to have changed
     */
    int meet(Sent statement) throws SQLException;
  }

  /** A statement, or the commit. */
  record Sent(String name, String sql, List<Object> values, Connection connection) {

    /** What the server calls the connection that it is sent on. */
    long connectionId() throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
        row.next();
        return row.getLong(1);
      }
    }

    /** Whether the id stands in it, in whatever form. */
    boolean mentions(UUID id) {
      String hex = HexFormat.of().formatHex(Uuids.toBytes(id));
      return sql.contains(hex)
          || values.stream()
              .anyMatch(
                  value ->
                      value instanceof byte[] bytes
                          ? new String(bytes, StandardCharsets.ISO_8859_1)
                              .contains(new String(Uuids.toBytes(id), StandardCharsets.ISO_8859_1))
                          : value.toString().contains(hex));
    }
  }
}
