package dev.sluice.shard;

import dev.sluice.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one database connection of a lease. Not from the pool: the server must end it after the
 * lease's length of silence, so that a holder that was frozen in the middle of a transaction loses
 * its row lock. For one thread.
 */
public final class LeaseConnection implements AutoCloseable {

  private final Duration silenceMax;
  private final SingleConnectionDataSource single;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transactions;
  private final TransactionTemplate snapshots;
  private long used = System.nanoTime();

  private LeaseConnection(Connection connection, Duration silenceMax) {
    this.silenceMax = silenceMax;
    this.single = new SingleConnectionDataSource(connection, true);
    this.jdbc = new JdbcTemplate(single);
    // A warning means that a value was changed on its way into a row: it must not be committed.
    this.jdbc.setIgnoreWarnings(false);
    var manager = new DataSourceTransactionManager(single);
    this.transactions = new TransactionTemplate(manager);
    this.transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    this.snapshots = new TransactionTemplate(manager);
    this.snapshots.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * Opens a connection at each call: a drain's own must not come from a pool. Statements are
   * prepared by the server, once a connection: the driver's own way puts the bytes of a slice into
   * the text one by one, which costs as much as deciding it.
   *
   * @param timeouts of connecting and of every statement
   */
  public static DataSource source(
      String url, @Nullable String username, @Nullable String password, DatabaseSettings timeouts) {
    var connections = new DriverManagerDataSource(url);
    Properties properties = timeouts.driver();
    properties.setProperty("useServerPrepStmts", "true");
    properties.setProperty("cachePrepStmts", "true");
    properties.setProperty("prepStmtCacheSqlLimit", "2048");
    connections.setConnectionProperties(properties);
    if (username != null && password != null) {
      connections.setUsername(username);
      connections.setPassword(password);
    }
    return connections;
  }

  /**
   * Opens the connection.
   *
   * @param leaseLength of silence, after which the server ends it
   * @throws DataAccessResourceFailureException if the database does not answer
   */
  public static LeaseConnection open(DataSource database, Duration leaseLength) {
    try {
      Connection connection = database.getConnection();
      try (var statement = connection.createStatement()) {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        statement.execute("SET SESSION wait_timeout = " + leaseLength.toSeconds());
        return new LeaseConnection(connection, leaseLength.dividedBy(3));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("The drain cannot connect to the database", e);
    }
  }

  public JdbcTemplate jdbc() {
    return jdbc;
  }

  /**
   * Breaks a silence that the server would take for death; call it while there is nothing to do.
   */
  public void keepAlive() {
    if (System.nanoTime() - used > silenceMax.toNanos()) {
      jdbc.execute("DO 0");
      used = System.nanoTime();
    }
  }

  /** Runs the work in a transaction and commits it. */
  public <T> @Nullable T inTransaction(Supplier<T> work) {
    try {
      return transactions.execute(status -> work.get());
    } finally {
      used = System.nanoTime();
    }
  }

  /** Runs reads that all see the database as it is at the first of them; they lock nothing. */
  public <T> @Nullable T inSnapshot(Supplier<T> reads) {
    try {
      return snapshots.execute(status -> reads.get());
    } finally {
      used = System.nanoTime();
    }
  }

  @Override
  public void close() {
    single.destroy();
  }
}
