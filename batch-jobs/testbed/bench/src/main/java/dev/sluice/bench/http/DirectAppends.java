package dev.sluice.bench.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bench.world.AppendCalls;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendCall;
import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The peer of a bulk call: the same calls of the same script with the same keys and arguments, but
 * made before the clock starts, and sent to Redis without waiting for the one before.
 */
final class DirectAppends implements AutoCloseable {

  private final ShardKeys keys;
  private final String sha;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  DirectAppends(String redisUrl, int shard) {
    keys = new ShardKeys(shard);
    sha = Base16.digest(AppendScript.newest().forShard(shard).getBytes(US_ASCII));
    client = RedisClient.create(redisUrl);
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  /** Appends the requests; the answer is how many a second. */
  double append(List<Request> requests) throws InterruptedException {
    List<AppendCall> calls = AppendCalls.of(keys, keys.requests(), requests, true);
    long began = System.nanoTime();
    var answers = new ArrayList<RedisFuture<List<byte[]>>>(calls.size());
    for (AppendCall call : calls) {
      answers.add(
          connection.async().evalsha(sha, ScriptOutputType.MULTI, call.keys(), call.arguments()));
    }
    for (RedisFuture<List<byte[]>> answer : answers) {
      AppendCalls.requireAppended(answer);
    }
    return requests.size() / ((System.nanoTime() - began) / 1e9);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
