package dev.sluice.rig.evidence.stream;

import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The request streams. */
public final class Streams implements AutoCloseable {

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  /** Of the Redis at this address. */
  public Streams(String uri) {
    client = RedisClient.create(uri);
    connection = client.connect();
  }

  /** How many entries each shard's stream holds. */
  public Map<Integer, Long> lengths(Collection<Integer> shards) {
    RedisCommands<String, String> redis = connection.sync();
    var lengths = new TreeMap<Integer, Long>();
    for (int shard : shards) {
      lengths.put(shard, redis.xlen(new ShardKeys(shard).requests()));
    }
    return lengths;
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
