package dev.sluice.bench.world;

import dev.sluice.bench.Await;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendCall;
import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A shard's request stream, filled with the append script as intakes do. Requests may be staged
 * under another name first, to become the stream at once: so that a drain begins with all of them.
 */
public final class RequestQueue implements AutoCloseable {

  private static final int CALLS_UNDER_WAY = 8;
  private static final Duration VERIFICATION_MAX = Duration.ofSeconds(60);

  private final ShardKeys keys;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final String staged;

  /** The stream of that shard. */
  public RequestQueue(String redisUrl, int shard) {
    keys = new ShardKeys(shard);
    staged = keys.requests() + ":staged";
    client = RedisClient.create(redisUrl);
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  /** The shard's keys. */
  public ShardKeys keys() {
    return keys;
  }

  /** Redis. */
  public RedisCommands<String, byte[]> redis() {
    return connection.sync();
  }

  /** Waits until a scheduler has verified the shard's Redis. */
  public void awaitVerified() throws InterruptedException {
    Await.until(
        () -> redis().exists(keys.verified()) > 0,
        VERIFICATION_MAX,
        Duration.ofMillis(20),
        () -> "Nobody has verified shard " + keys.shard());
  }

  /** Appends requests to what is staged. */
  public void stage(List<Request> requests) throws InterruptedException {
    var calls = new ArrayList<RedisFuture<List<byte[]>>>();
    for (AppendCall call : AppendCalls.of(keys, staged, requests, false)) {
      calls.add(send(call));
      if (calls.size() == CALLS_UNDER_WAY) {
        AppendCalls.requireAppended(calls.removeFirst());
      }
    }
    for (RedisFuture<List<byte[]>> call : calls) {
      AppendCalls.requireAppended(call);
    }
  }

  /** Appends a few requests to the stream itself; the last one's entry is the answer. */
  public EntryId append(List<Request> requests) throws InterruptedException {
    EntryId last = EntryId.ZERO;
    for (AppendCall call : AppendCalls.of(keys, keys.requests(), requests, false)) {
      last = AppendCalls.requireAppended(send(call));
    }
    return last;
  }

  /** The last staged entry. */
  public EntryId lastStaged() {
    return EntryId.parse(
        redis().xrevrange(staged, Range.unbounded(), Limit.from(1)).getFirst().getId());
  }

  /** Makes what is staged the stream, in one step. */
  public void release() {
    redis().rename(staged, keys.requests());
  }

  /** Lets go of what Redis remembers of the shard's requests, but for how much that was. */
  public void forget() {
    unlink("ids:*");
  }

  /** Lets go of all that Redis has of the shard, outcomes too, once nobody drains it any more. */
  public void forgetAll() {
    unlink("*");
  }

  private void unlink(String keysOfTheShard) {
    ScanArgs mine =
        ScanArgs.Builder.matches("{s" + keys.shard() + "}:" + keysOfTheShard).limit(2_000);
    KeyScanCursor<String> cursor = redis().scan(ScanCursor.INITIAL, mine);
    while (true) {
      if (!cursor.getKeys().isEmpty()) {
        redis().unlink(cursor.getKeys().toArray(String[]::new));
      }
      if (cursor.isFinished()) {
        return;
      }
      cursor = redis().scan(cursor, mine);
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }

  private RedisFuture<List<byte[]>> send(AppendCall call) {
    return connection
        .async()
        .eval(
            AppendScript.newest().forShard(keys.shard()),
            ScriptOutputType.MULTI,
            call.keys(),
            call.arguments());
  }
}
