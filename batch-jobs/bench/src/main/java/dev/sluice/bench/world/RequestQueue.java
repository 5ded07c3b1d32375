package dev.sluice.bench.world;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.CommandJson;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.RememberedRequest;
import dev.sluice.contract.Request;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.StreamEntry;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A shard's request stream, filled with the append script as intakes do. Requests may be staged
 * under another name first, to become the stream at once: so that a drain begins with all of them.
 */
public final class RequestQueue implements AutoCloseable {

  private static final int CALLS_UNDER_WAY = 8;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
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
    long deadline = System.nanoTime() + VERIFICATION_MAX.toNanos();
    while (redis().exists(keys.verified()) == 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("Nobody has verified shard " + keys.shard());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Appends requests to what is staged. */
  public void stage(List<Request> requests) throws InterruptedException {
    var calls = new ArrayList<RedisFuture<List<byte[]>>>();
    for (int from = 0; from < requests.size(); from += AppendScript.REQUESTS_PER_CALL_MAX) {
      int to = Math.min(requests.size(), from + AppendScript.REQUESTS_PER_CALL_MAX);
      calls.add(call(staged, requests.subList(from, to)));
      if (calls.size() == CALLS_UNDER_WAY) {
        requireAppended(calls.removeFirst());
      }
    }
    for (RedisFuture<List<byte[]>> call : calls) {
      requireAppended(call);
    }
  }

  /** Appends a few requests to the stream itself; the last one's entry is the answer. */
  public EntryId append(List<Request> requests) throws InterruptedException {
    String last = "";
    for (int from = 0; from < requests.size(); from += AppendScript.REQUESTS_PER_CALL_MAX) {
      int to = Math.min(requests.size(), from + AppendScript.REQUESTS_PER_CALL_MAX);
      last = requireAppended(call(keys.requests(), requests.subList(from, to)));
    }
    return RememberedRequest.parse(last.substring(2)).entry();
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

  /** Lets go of what Redis remembers of the shard's requests and outcomes. */
  public void forget() {
    ScanArgs mine = ScanArgs.Builder.matches("{s" + keys.shard() + "}:request:*").limit(2_000);
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

  private RedisFuture<List<byte[]>> call(String stream, List<Request> requests) {
    var names = new String[2 + requests.size()];
    names[0] = stream;
    names[1] = keys.verified();
    var arguments = new ArrayList<byte[]>(4 + 6 * requests.size());
    arguments.add(ascii(Long.toString(Long.MAX_VALUE / 2)));
    arguments.add(ascii(Long.toString(TimeUnit.DAYS.toMillis(1))));
    arguments.add(ascii(Long.toString(TimeUnit.DAYS.toSeconds(1))));
    arguments.add(ascii(Integer.toString(StreamEntry.SCHEMA_VERSION)));
    for (int i = 0; i < requests.size(); i++) {
      Request request = requests.get(i);
      names[2 + i] = keys.request(request.session(), request.id());
      arguments.add(ascii(request.id().toString()));
      arguments.add(ascii(request.session().toString()));
      arguments.add(ascii(request.customer()));
      arguments.add(ascii(request.command().type().name()));
      arguments.add(ascii(request.digest().toString()));
      arguments.add(CommandJson.write(request.command()));
    }
    return connection
        .async()
        .eval(
            AppendScript.forShard(keys.shard()),
            ScriptOutputType.MULTI,
            names,
            arguments.toArray(byte[][]::new));
  }

  /** What is remembered of the last request of the call. */
  private static String requireAppended(RedisFuture<List<byte[]>> call)
      throws InterruptedException {
    try {
      String last = "";
      for (byte[] reply : call.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        last = new String(reply, US_ASCII);
        if (!last.startsWith("A ")) {
          throw new IllegalStateException("Not appended: " + last);
        }
      }
      return last;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Redis did not append", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
