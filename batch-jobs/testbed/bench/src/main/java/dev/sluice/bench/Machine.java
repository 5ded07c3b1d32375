package dev.sluice.bench;

import dev.sluice.rig.Addresses;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * What the figures were measured on.
 *
 * @param facts by name, in the order in which they are told
 */
record Machine(Map<String, String> facts) {

  /** Asks the machine and the servers. */
  static Machine of(Addresses servers) throws SQLException {
    var facts = new LinkedHashMap<String, String>();
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put(
        "machine",
        "%d × %s, %d GiB, all servers and clients on it"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                procLine("/proc/cpuinfo", "model name"),
                Long.parseLong(procLine("/proc/meminfo", "MemTotal").replaceAll("\\D", ""))
                    / (1024 * 1024)));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("JDK", System.getProperty("java.vm.version"));
    try (Connection connection = servers.connect()) {
      facts.put(
          "database",
          connection.getMetaData().getDatabaseProductVersion()
              + variables(
                  connection,
                  "innodb_flush_log_at_trx_commit",
                  "sync_binlog",
                  "log_bin",
                  "innodb_buffer_pool_size"));
    }
    RedisClient client = RedisClient.create(servers.redisUrl());
    try {
      RedisCommands<String, String> redis = client.connect().sync();
      facts.put(
          "Redis",
          info(redis, "redis_version")
              + config(redis, "appendonly", "appendfsync", "maxmemory-policy"));
    } finally {
      client.shutdown();
    }
    facts.put("Kafka", "client " + AppInfoParser.getVersion() + ", acks=all, idempotent, snappy");
    return new Machine(facts);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    facts.forEach((name, value) -> text.append("  %-9s %s%n".formatted(name, value)));
    return text.toString();
  }

  private static String variables(Connection connection, String... names) throws SQLException {
    var text = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      for (String name : names) {
        try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL." + name)) {
          row.next();
          text.append(", ").append(name).append('=').append(row.getString(1));
        }
      }
    }
    return text.toString();
  }

  private static String config(RedisCommands<String, String> redis, String... names) {
    var text = new StringBuilder();
    for (String name : names) {
      text.append(", ").append(name).append('=').append(redis.configGet(name).get(name));
    }
    return text.toString();
  }

  private static String info(RedisCommands<String, String> redis, String name) {
    return redis
        .info("server")
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("?");
  }

  private static String procLine(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0");
    } catch (IOException e) {
      // No Linux: the report says less.
      return "0";
    }
  }
}
