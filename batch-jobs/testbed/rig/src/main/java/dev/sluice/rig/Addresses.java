package dev.sluice.rig;

import dev.sluice.servers.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Where the servers are.
 *
 * @param databaseUrl JDBC URL of the schema
 * @param databaseUsername account that may migrate the schema
 * @param databasePassword its password
 * @param redisUrl with the password, if there is one
 * @param kafkaBootstrapServers host and port of brokers
 */
public record Addresses(
    String databaseUrl,
    String databaseUsername,
    String databasePassword,
    String redisUrl,
    String kafkaBootstrapServers) {

  /** Those of servers that this process started. */
  public static Addresses of(Servers servers) {
    return new Addresses(
        servers.database().jdbcUrl(),
        servers.database().username(),
        servers.database().password(),
        servers.redis().uri(),
        servers.kafka().bootstrapServers());
  }

  /** A new connection to the database. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(databaseUrl, databaseUsername, databasePassword);
  }

  /** Passwords are nobody's business. */
  @Override
  public String toString() {
    return databaseUrl.replaceFirst("\\?.*", "") + ", " + kafkaBootstrapServers;
  }
}
