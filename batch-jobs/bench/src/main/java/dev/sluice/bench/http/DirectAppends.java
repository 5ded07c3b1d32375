package dev.sluice.bench.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.CommandJson;
import dev.sluice.contract.Request;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.StreamEntry;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The peer of a bulk call: the same calls of the same script with the same keys and arguments, but
 * made before the clock starts, and sent to Redis without waiting for the one before.
 */
final class DirectAppends implements AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final ShardKeys keys;
  private final String sha;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  DirectAppends(String redisUrl, int shard) {
    keys = new ShardKeys(shard);
    sha = Base16.digest(AppendScript.forShard(shard).getBytes(US_ASCII));
    client = RedisClient.create(redisUrl);
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  private record ScriptCall(String[] keys, byte[][] arguments) {}

  /** Appends the requests; the answer is how many a second. */
  double append(List<Request> requests) throws InterruptedException {
    List<ScriptCall> calls = calls(requests);
    long began = System.nanoTime();
    var answers = new ArrayList<RedisFuture<List<byte[]>>>(calls.size());
    for (ScriptCall call : calls) {
      answers.add(
          connection.async().evalsha(sha, ScriptOutputType.MULTI, call.keys, call.arguments));
    }
    for (RedisFuture<List<byte[]>> answer : answers) {
      requireAppended(answer);
    }
    return requests.size() / ((System.nanoTime() - began) / 1e9);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private List<ScriptCall> calls(List<Request> requests) {
    var calls = new ArrayList<ScriptCall>();
    for (int from = 0; from < requests.size(); from += AppendScript.REQUESTS_PER_CALL_MAX) {
      int to = Math.min(requests.size(), from + AppendScript.REQUESTS_PER_CALL_MAX);
      calls.add(call(requests.subList(from, to)));
    }
    return calls;
  }

  private ScriptCall call(List<Request> requests) {
    int count = requests.size();
    var names = new String[2 + 2 * count];
    names[0] = keys.requests();
    names[1] = keys.verified();
    var arguments = new ArrayList<byte[]>(4 + 6 * count);
    arguments.add(ascii("2000000"));
    arguments.add(ascii(Long.toString(TimeUnit.HOURS.toMillis(1))));
    arguments.add(ascii(Long.toString(TimeUnit.DAYS.toSeconds(1))));
    arguments.add(ascii(Integer.toString(StreamEntry.SCHEMA_VERSION)));
    for (int i = 0; i < count; i++) {
      Request request = requests.get(i);
      names[2 + i] = keys.request(request.session(), request.id());
      names[2 + count + i] = keys.recent(request.customer());
      arguments.add(ascii(request.id().toString()));
      arguments.add(ascii(request.session().toString()));
      arguments.add(ascii(request.customer()));
      arguments.add(ascii(request.command().type().name()));
      arguments.add(ascii(request.digest().toString()));
      arguments.add(CommandJson.write(request.command()));
    }
    return new ScriptCall(names, arguments.toArray(byte[][]::new));
  }

  private static void requireAppended(RedisFuture<List<byte[]>> answer)
      throws InterruptedException {
    try {
      for (byte[] reply : answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        if (reply[0] != 'A') {
          throw new IllegalStateException("Not appended: " + new String(reply, US_ASCII));
        }
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Redis did not append", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
