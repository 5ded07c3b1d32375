package dev.sluice.database;

import java.time.Duration;
import java.util.Properties;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a process waits for its database: the one place for every connection that it opens. A
 * database may take connections and say nothing for ever.
 *
 * @param connectTimeout for a connection to be there
 * @param readTimeout longest silence in the middle of a statement
 * @param poolTimeout for a connection of the pool, which may have to open one first
 * @param migrationTimeout longest silence while the schema is migrated: a large table takes its
 *     time
 */
@Validated
@ConfigurationProperties("sluice.database")
public record DatabaseSettings(
    @DefaultValue("2s") @DurationMin(millis = 250) Duration connectTimeout,
    @DefaultValue("4s") @DurationMin(seconds = 1) Duration readTimeout,
    @DefaultValue("3s") @DurationMin(millis = 500) Duration poolTimeout,
    @DefaultValue("30m") @DurationMin(seconds = 1) Duration migrationTimeout) {

  /** What the driver is told, for statements of ordinary length. */
  public Properties driver() {
    Properties properties = driver(readTimeout);
    // Else the wait for a lock would look like a silent server, and cost the connection.
    properties.setProperty(
        "sessionVariables", "innodb_lock_wait_timeout=" + lockTimeout().toSeconds());
    return properties;
  }

  /** What the driver is told where a single statement may rebuild a table. */
  Properties migrationDriver() {
    return driver(migrationTimeout);
  }

  /** The longest that anybody waits, in one step. */
  public Duration longest() {
    Duration longest = connectTimeout.compareTo(readTimeout) > 0 ? connectTimeout : readTimeout;
    return longest.compareTo(poolTimeout) > 0 ? longest : poolTimeout;
  }

  /** How long a statement waits for a row's lock: in whole seconds, and less than for an answer. */
  private Duration lockTimeout() {
    return Duration.ofSeconds(Math.max(1, readTimeout.minusMillis(500).toSeconds()));
  }

  /** Times are UTC whatever zone the JVM has, and whether the URL says so or not. */
  private Properties driver(Duration silenceMax) {
    var properties = new Properties();
    properties.setProperty("connectTimeout", Long.toString(connectTimeout.toMillis()));
    properties.setProperty("socketTimeout", Long.toString(silenceMax.toMillis()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    return properties;
  }
}
