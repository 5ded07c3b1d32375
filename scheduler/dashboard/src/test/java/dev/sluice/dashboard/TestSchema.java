package dev.sluice.dashboard;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.servers.database.Database;
import dev.sluice.servers.life.Mode;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Schemas of a stranger's application, on one server for all tests of this JVM. */
public final class TestSchema {

  private static final Database DATABASE = Database.start(Mode.fromSystemProperty());
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestSchema() {}

  /** An empty schema. */
  public static HikariDataSource empty() {
    String name = "stranger" + NUMBER.incrementAndGet();
    connections(DATABASE.jdbcUrl(), "CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    var pool = new HikariDataSource();
    pool.setJdbcUrl(DATABASE.jdbcUrl().replace("/sluice?", "/" + name + "?"));
    pool.setUsername(DATABASE.username());
    pool.setPassword(DATABASE.password());
    pool.setMaximumPoolSize(8);
    pool.setMinimumIdle(0);
    return pool;
  }

  /** One with the tables of Batch, as it makes them, and what the dashboard adds. */
  public static HikariDataSource withTables() {
    HikariDataSource schema = empty();
    run(schema, "org/springframework/batch/core/schema-mysql.sql");
    run(schema, "dev/sluice/dashboard/schema-mysql.sql");
    return schema;
  }

  static void run(DataSource schema, String script) {
    new ResourceDatabasePopulator(new ClassPathResource(script)).execute(schema);
  }

  private static void connections(String url, String statement) {
    new JdbcTemplate(new DriverManagerDataSource(url, DATABASE.username(), DATABASE.password()))
        .execute(statement);
  }
}
