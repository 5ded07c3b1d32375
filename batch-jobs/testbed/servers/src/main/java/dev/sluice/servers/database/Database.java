package dev.sluice.servers.database;

import dev.sluice.servers.life.DelegatingServer;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.life.Server;
import dev.sluice.servers.life.ServerFailedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A MariaDB or MySQL with an empty schema {@code sluice}, as durable as production's: binary log
 * and redo log are synced at every commit, READ COMMITTED, UTC, utf8mb4, strict.
 */
public final class Database extends DelegatingServer {

  private static final String PARAMETERS =
      String.join(
          "&",
          "connectionTimeZone=UTC",
          "forceConnectionTimeZoneToSession=true",
          "rewriteBatchedStatements=true",
          "cacheServerConfiguration=true",
          "useLocalSessionState=true",
          "elideSetAutoCommits=true",
          "allowPublicKeyRetrieval=true",
          "sslMode=DISABLED",
          "characterEncoding=utf8");

  private final int port;
  private final String username;
  private final String password;

  Database(Server server, int port, String username, String password) {
    super(server);
    this.port = port;
    this.username = username;
    this.password = password;
  }

  /** Starts a MariaDB ({@link Mode#EMBEDDED}) or a MySQL ({@link Mode#CONTAINERS}). */
  public static Database start(Mode mode) {
    Database database =
        switch (mode) {
          case EMBEDDED -> EmbeddedMariaDb.create();
          case CONTAINERS -> ContainerMySql.create();
        };
    DelegatingServer.started(database);
    database.collate();
    return database;
  }

  /** An image may make the schema with a default of its own. */
  private void collate() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), username, password);
        Statement statement = connection.createStatement()) {
      statement.execute(DatabaseServerOptions.COLLATE);
    } catch (SQLException e) {
      close();
      throw new ServerFailedException("The database", "does not collate its schema", e);
    }
  }

  /** The URL of the schema, with the parameters that Sluice uses. */
  public String jdbcUrl() {
    return jdbcUrl(port, PARAMETERS);
  }

  /** An account that may do everything. */
  public String username() {
    return username;
  }

  /** The password of {@link #username()}. */
  public String password() {
    return password;
  }

  static boolean answers(int port, String username, String password) throws SQLException {
    String url = jdbcUrl(port, PARAMETERS + "&connectTimeout=1000&socketTimeout=2000");
    try (Connection connection = DriverManager.getConnection(url, username, password)) {
      return connection.isValid(1);
    }
  }

  private static String jdbcUrl(int port, String parameters) {
    return "jdbc:mysql://127.0.0.1:" + port + "/" + DatabaseServerOptions.SCHEMA + "?" + parameters;
  }
}
