package dev.sluice.bench.world;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.SliceHash;
import dev.sluice.rig.Addresses;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * A schema of an arm's own with the same tables as every other, and one shard that no other schema
 * has: so arms share servers and nothing else. It is dropped at the end.
 *
 * @param servers where they are, with the schema's URL
 * @param name of the schema
 * @param shard the only one
 */
public record Schema(Addresses servers, String name, int shard) implements AutoCloseable {

  /** Makes the schema, or makes it anew. */
  public static Schema create(Addresses servers, int shard) throws SQLException {
    String name = "sluice_bench_" + shard;
    try (Connection connection = servers.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name);
      statement.execute(
          "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
    }
    var own =
        new Addresses(
            servers.databaseUrl().replaceFirst("(?<=[^/]/)[^/?]+(?=\\?|$)", name),
            servers.databaseUsername(),
            servers.databasePassword(),
            servers.redisUrl(),
            servers.kafkaBootstrapServers());
    Flyway.configure()
        .dataSource(own.databaseUrl(), own.databaseUsername(), own.databasePassword())
        .locations("classpath:sql/migrations")
        .load()
        .migrate();
    var schema = new Schema(own, name, shard);
    schema.replaceShards();
    return schema;
  }

  /** A new connection to it. */
  public Connection connect() throws SQLException {
    return servers.connect();
  }

  /** How many seats of a session are taken. */
  public int countTaken(UUID session) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement count =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM reservation_seat WHERE session_id = ?")) {
      count.setBytes(1, Uuids.toBytes(session));
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Drops it. */
  @Override
  public void close() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE " + name);
    }
  }

  private void replaceShards() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO shard (id, fence, watermark, last_number, last_decided_at, last_hash)"
                    + " VALUES (?, 0, UNHEX(REPEAT('00', 16)), 0, '1970-01-01', ?)")) {
      statement.execute("DELETE FROM publication");
      statement.execute("DELETE FROM shard");
      insert.setInt(1, shard);
      insert.setBytes(2, SliceHash.none());
      insert.executeUpdate();
      statement.execute(
          "INSERT INTO publication (shard, fence, number) VALUES (" + shard + ", 0, 0)");
    }
  }
}
