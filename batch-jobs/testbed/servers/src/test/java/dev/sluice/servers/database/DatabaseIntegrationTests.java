package dev.sluice.servers.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.servers.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseIntegrationTests {

  private final Database database = Servers.shared().database();

  @BeforeEach
  void createTable() throws SQLException {
    execute("CREATE TABLE IF NOT EXISTS kept (id INT PRIMARY KEY, at DATETIME(3))");
    execute("DELETE FROM kept");
  }

  @AfterEach
  void heal() {
    database.thaw();
    database.start();
  }

  @ParameterizedTest
  @CsvSource({
    "innodb_flush_log_at_trx_commit, 1",
    "sync_binlog, 1",
    "log_bin, 1",
    "binlog_format, ROW",
    "character_set_server, utf8mb4",
    "collation_database, utf8mb4_unicode_ci",
    "transaction_isolation, READ-COMMITTED",
    "max_allowed_packet, 67108864",
    "skip_name_resolve, 1",
    "innodb_buffer_pool_size, 268435456",
    "local_infile, 0",
    "performance_schema, 0",
  })
  void isSetAsProductionIs(String variable, String value) throws SQLException {
    assertThat(query("SELECT @@" + variable)).isEqualTo(value);
  }

  @Test
  void runsOnUtc() throws SQLException {
    assertThat(query("SELECT @@global.time_zone")).isEqualTo("+00:00");
    assertThat(query("SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW())")).isEqualTo("0");
    var now = LocalDateTime.parse(query("SELECT DATE_FORMAT(NOW(), '%Y-%m-%dT%H:%i:%s')"));
    assertThat(Duration.between(now.toInstant(ZoneOffset.UTC), Instant.now()).abs())
        .isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void refusesADateThatIsNone() {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> execute("INSERT INTO kept VALUES (1, '2026-02-31 10:00:00')"));
  }

  @Test
  void keepsCommittedRowsThroughAKill() throws SQLException {
    execute("INSERT INTO kept VALUES (1, '2026-11-21 10:00:00.123')");
    String url = database.jdbcUrl();
    database.kill();
    assertThatExceptionOfType(SQLException.class).isThrownBy(this::connect);
    database.start();

    assertThat(database.jdbcUrl()).isEqualTo(url);
    assertThat(query("SELECT COUNT(*) FROM kept")).isEqualTo("1");
  }

  @Test
  void keepsCommittedRowsThroughAStop() throws SQLException {
    execute("INSERT INTO kept VALUES (1, NULL), (2, NULL)");
    database.stop();
    database.start();

    assertThat(query("SELECT COUNT(*) FROM kept")).isEqualTo("2");
  }

  @Test
  void hangsWhileFrozen() throws SQLException {
    try (Connection connection = connect()) {
      database.freeze();
      assertThat(connection.isValid(1)).isFalse();
    }
    database.thaw();
    assertThat(query("SELECT 1")).isEqualTo("1");
  }

  @Test
  void letsNobodyInWithoutThePassword() {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "root", ""));
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () -> DriverManager.getConnection(database.jdbcUrl(), database.username(), "wrong"));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.username(), database.password());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
