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
      JdbcConnectionDetails database, DatabaseSettings settings) {
    return flyway -> {
      var connections = new DriverManagerDataSource(database.getJdbcUrl());
      connections.setConnectionProperties(settings.migrationDriver());
      connections.setUsername(database.getUsername());
      connections.setPassword(database.getPassword());
      flyway
          .dataSource(connections)
          .connectRetries(MIGRATION_TRIES)
          .connectRetriesInterval((int) MIGRATION_PAUSE_MAX.toSeconds());
    };
  }
}
