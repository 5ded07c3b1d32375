package dev.sluice.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks whether a Redis could lose what it acknowledged. */
final class RedisDurabilityCheck {

  private static final Pattern REPLICA = Pattern.compile("slave\\d+");

  /** Of a replica that is up to date: {@code ip=…,port=…,state=online,offset=…,lag=1}. */
  private static final Pattern LAG = Pattern.compile(".*\\bstate=online,.*\\blag=(\\d{1,9})\\b.*");

  private final RedisSettings settings;

  RedisDurabilityCheck(RedisSettings settings) {
    this.settings = settings;
  }

  /**
   * A reason not to accept requests.
   *
   * @param certain whether a setting says so, rather than what happens to be so now
   */
  record Problem(String reason, boolean certain) {}

  /** Why this server could lose what it acknowledged; null if it could not. */
  @Nullable Problem findProblem(StatefulRedisConnection<String, ?> connection) {
    if (settings.durability() != Durability.REQUIRED) {
      // Whether it answers at all is worth knowing.
      connection.sync().ping();
      return null;
    }
    Problem setting = findSetting(connection);
    if (setting != null) {
      return setting;
    }
    String replica = findReplica(facts(connection));
    return replica == null ? null : new Problem(replica, false);
  }

  private static @Nullable Problem findSetting(StatefulRedisConnection<String, ?> connection) {
    Map<String, String> found;
    try {
      found =
          connection
              .sync()
              .configGet(
                  "appendonly", "appendfsync", "no-appendfsync-on-rewrite", "maxmemory-policy");
    } catch (RedisCommandExecutionException e) {
      return new Problem(
          "Redis does not tell its settings (%s): if its operators vouch for them, set sluice.redis.durability to trusted"
              .formatted(e.getMessage()),
          false);
    }
    // The order in which a reader would mend them.
    for (String[] wanted :
        new String[][] {
          {"appendonly", "yes"},
          {"appendfsync", "always"},
          {"no-appendfsync-on-rewrite", "no"},
          {"maxmemory-policy", "noeviction"}
        }) {
      String actual = found.getOrDefault(wanted[0], "unknown");
      if (!actual.equals(wanted[1])) {
        return new Problem(
            "Redis has %s %s, but a request answered 202 is safe only with %s: change it, or set sluice.redis.durability"
                .formatted(wanted[0], actual, wanted[1]),
            true);
      }
    }
    return null;
  }

  private @Nullable String findReplica(Map<String, String> facts) {
    if (!facts.getOrDefault("role", "master").equals("master")) {
      return "Redis is a replica: it takes no requests";
    }
    int replicas = Integer.parseInt(facts.getOrDefault("connected_slaves", "0"));
    int wanted = settings.replicasAcknowledging();
    long alive = facts.entrySet().stream().filter(this::isLiveReplica).count();
    if (replicas > 0 && wanted == 0) {
      return "Redis has %d replicas, and one that takes over lacks what only the master has: set sluice.redis.replicas-acknowledging"
          .formatted(replicas);
    }
    if (wanted > alive) {
      return "Redis has %d replicas that follow it, but %d must have a request before it is accepted"
          .formatted(alive, wanted);
    }
    return wanted > 0 && !knowsWaitAof(facts.getOrDefault("redis_version", "0"))
        ? "Redis %s cannot wait for its replicas' disks: WAITAOF came with 7.2"
            .formatted(facts.get("redis_version"))
        : null;
  }

  /**
   * Whether a fact is of a replica that has all, and was heard from lately; Redis itself takes a
   * minute to miss one that hangs.
   */
  private boolean isLiveReplica(Map.Entry<String, String> fact) {
    if (!REPLICA.matcher(fact.getKey()).matches()) {
      return false;
    }
    Matcher lag = LAG.matcher(fact.getValue());
    return lag.matches() && Long.parseLong(lag.group(1)) <= settings.silenceMax().toSeconds();
  }

  private static Map<String, String> facts(StatefulRedisConnection<String, ?> connection) {
    var facts = new HashMap<String, String>();
    for (String section : new String[] {"server", "replication"}) {
      connection
          .sync()
          .info(section)
          .lines()
          .filter(line -> line.indexOf(':') > 0)
          .forEach(
              line ->
                  facts.put(
                      line.substring(0, line.indexOf(':')),
                      line.substring(line.indexOf(':') + 1).strip()));
    }
    return facts;
  }

  private static boolean knowsWaitAof(String version) {
    String[] parts = version.split("\\.", -1);
    int major = Integer.parseInt(parts[0]);
    int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    return major > 7 || (major == 7 && minor >= 2);
  }
}
