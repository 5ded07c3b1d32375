package dev.sluice.bench.world;

import dev.sluice.rig.evidence.topic.Topic;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;

/**
 * Bytes that a world takes on each server.
 *
 * @param bytes by what holds them
 */
public record Footprint(Map<String, Long> bytes) {

  /** What it is now. */
  public static Footprint of(World world) throws SQLException, InterruptedException {
    var bytes = new TreeMap<String, Long>();
    Schema schema = world.schema();
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement()) {
      // The lengths are statistics: fresh ones are asked for.
      statement.execute("ANALYZE TABLE slice, reservation, reservation_seat");
      try (ResultSet rows =
          statement.executeQuery(
              """
              SELECT TABLE_NAME, DATA_LENGTH + INDEX_LENGTH FROM information_schema.TABLES
              WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('slice', 'reservation', 'reservation_seat')
              """)) {
        while (rows.next()) {
          bytes.put("the table " + rows.getString(1), rows.getLong(2));
        }
      }
    }
    Long outcomes = world.queue().redis().memoryUsage(world.queue().keys().outcomes());
    bytes.put("Redis' outcome stream", outcomes == null ? 0 : outcomes);
    bytes.put("Kafka's topic", topic(schema));
    return new Footprint(bytes);
  }

  /** What was added since. */
  public Map<String, Long> minus(Footprint before) {
    var more = new TreeMap<String, Long>();
    bytes.forEach((holder, now) -> more.put(holder, now - before.bytes.getOrDefault(holder, 0L)));
    return more;
  }

  private static long topic(Schema schema) throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                schema.servers().kafkaBootstrapServers()))) {
      var brokers = admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
      return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(folders -> folders.values().stream())
          .map(LogDirDescription::replicaInfos)
          .flatMap(replicas -> replicas.entrySet().stream())
          .filter(replica -> replica.getKey().topic().equals(Topic.NAME))
          .map(Map.Entry::getValue)
          .mapToLong(ReplicaInfo::size)
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not tell its logs' sizes", e.getCause());
    }
  }
}
