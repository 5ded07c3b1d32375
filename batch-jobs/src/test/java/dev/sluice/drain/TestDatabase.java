package dev.sluice.drain;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.database.DatabaseSettings;
import dev.sluice.servers.Servers;
import dev.sluice.servers.database.Database;
import dev.sluice.shard.LeaseConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A database with the migrations applied, of one test class alone, on the server that all share.
 */
public final class TestDatabase implements AutoCloseable {

  /** As long as production's. */
  private static final DatabaseSettings TIMEOUTS =
      new DatabaseSettings(
          Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofHours(1));

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Pattern END = Pattern.compile(";[ \\t]*(\\R|\\z)");
  private static final Pattern SAYS_SOMETHING = Pattern.compile("^\\s*[^\\s-]", Pattern.MULTILINE);

  private static @Nullable TestDatabase shared;

  private final Database server = Servers.shared().database();
  private final String url;
  private final HikariDataSource pool = new HikariDataSource();
  private final JdbcTemplate jdbc = new JdbcTemplate(pool);

  /** Creates the database and migrates it. */
  public TestDatabase() {
    String name = "drain" + NUMBERS.incrementAndGet();
    run(
        server.jdbcUrl(),
        List.of(
            "DROP DATABASE IF EXISTS " + name,
            "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"));
    url = server.jdbcUrl().replace("/sluice?", "/" + name + "?");
    Flyway.configure()
        .dataSource(url, server.username(), server.password())
        .locations("classpath:sql/migrations")
        .load()
        .migrate();
    pool.setJdbcUrl(url);
    pool.setUsername(server.username());
    pool.setPassword(server.password());
    pool.setMaximumPoolSize(8);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(2_000);
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
  }

  /** The one that tests share; it ends with the JVM, and nobody closes it. */
  public static synchronized TestDatabase shared() {
    TestDatabase database = shared;
    if (database == null) {
      database = new TestDatabase();
      shared = database;
    }
    return database;
  }

  public String url() {
    return url;
  }

  public String username() {
    return server.username();
  }

  public String password() {
    return server.password();
  }

  /** A pool, for everything beside a drain's own connection. */
  public DataSource pool() {
    return pool;
  }

  /** On the pool. */
  public JdbcTemplate jdbc() {
    return jdbc;
  }

  /** Opens a connection at each call. */
  public DataSource connections() {
    return connections(url);
  }

  /** The same by another way, such as through a proxy. */
  public DataSource connections(String otherUrl) {
    return LeaseConnection.source(otherUrl, server.username(), server.password(), TIMEOUTS);
  }

  /** A connection of the caller's own. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, server.username(), server.password());
  }

  /**
   * Generates a session of that shape, with sections A, B, ... and seats such as A-1-1.
   *
   * @param variables assignments of the generator's user variables, such as {@code @rows = 2}
   */
  public UUID generateSession(int shard, String... variables) {
    UUID session = UUID.randomUUID();
    var statements = new ArrayList<String>();
    statements.add("SET @session = '%s', @shard = %d".formatted(session, shard));
    for (String variable : variables) {
      statements.add("SET " + variable);
    }
    END.splitAsStream(text("/sql/demo/generate-session.sql"))
        .filter(statement -> SAYS_SOMETHING.matcher(statement).find())
        .forEach(statements::add);
    run(url, statements);
    return session;
  }

  /** Runs statements on one connection. */
  public void run(String... statements) {
    run(url, List.of(statements));
  }

  private void run(String where, List<String> statements) {
    try (Connection connection =
            DriverManager.getConnection(where, server.username(), server.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(String resource) {
    try (InputStream in = TestDatabase.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the pool, unless others use it. */
  @Override
  public void close() {
    if (this != shared) {
      pool.close();
    }
  }
}
