package dev.sluice.database;

import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The pool and Flyway, with the timeouts of {@link DatabaseSettings}. */
@AutoConfiguration(before = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

  private static final int MIGRATION_TRIES = 20;
  private static final Duration MIGRATION_PAUSE_MAX = Duration.ofSeconds(5);

  @Bean
  static PoolTimeouts poolTimeouts(ObjectProvider<DatabaseSettings> settings) {
    return new PoolTimeouts(settings);
  }

  /** On connections of its own: a migration may take longer than any statement of the pool. */
  @Bean
  FlywayConfigurationCustomizer migrationsMayTakeTheirTime(
      JdbcConnectionDetails database, DatabaseSettings settings, Environment environment) {
    return flyway -> {
      var connections =
          new DriverManagerDataSource(
              environment.getProperty("spring.flyway.url", database.getJdbcUrl()));
      connections.setConnectionProperties(settings.migrationDriver());
      String owner = environment.getProperty("spring.flyway.user");
      connections.setUsername(owner == null ? database.getUsername() : owner);
      connections.setPassword(
          owner == null
              ? database.getPassword()
              : environment.getProperty("spring.flyway.password"));
      flyway
          .dataSource(connections)
          .connectRetries(MIGRATION_TRIES)
          .connectRetriesInterval((int) MIGRATION_PAUSE_MAX.toSeconds());
    };
  }
}
