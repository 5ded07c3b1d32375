package dev.sluice.stream;

import dev.sluice.redis.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;

/** Opens connections to the server of a shard; none of them reconnects by itself. */
@FunctionalInterface
public interface ShardConnections {

  /** Keys as text, values as they are. */
  RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

  /** Connects to the server that holds the keys of a shard. */
  StatefulRedisConnection<String, byte[]> open(int shard);

  /** To the servers that the settings name. */
  static ShardConnections of(RedisServers servers) {
    return shard -> servers.connect(shard, CODEC);
  }

  /** To the one server of a client whose connections do not reconnect. */
  static ShardConnections of(RedisClient client) {
    return _ -> client.connect(CODEC);
  }
}
