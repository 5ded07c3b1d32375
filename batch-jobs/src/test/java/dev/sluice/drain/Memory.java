package dev.sluice.drain;

import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.RecallCall;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What Redis remembers of a shard's request ids, looked at and changed behind everybody's back. */
public final class Memory {

  private static final String HASH_COMMAND = "return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))";

  private final RedisCommands<String, byte[]> redis;
  private final ShardKeys keys;

  Memory(RedisCommands<String, byte[]> redis, int shard) {
    this.redis = redis;
    this.keys = new ShardKeys(shard);
  }

  /** What is remembered of a request's id, as an intake asks for it. */
  public Optional<RememberedRequest> find(Request request) {
    var call = RecallCall.of(keys, Stream.of(new RecallCall.Id(request.session(), request.id())));
    List<byte[]> answers =
        redis.evalReadOnly(
            RecallCall.SCRIPT.getBytes(StandardCharsets.US_ASCII),
            ScriptOutputType.MULTI,
            call.keys(),
            call.arguments());
    return Optional.ofNullable(RecallCall.parse(answers.getFirst()));
  }

  /** Has it remember a request in its young half. */
  public void put(Request request, RememberedRequest remembered) {
    byte[] key = RememberedRequest.keyOf(request.session(), request.id());
    hash("HSET", ids().young(), key, key, remembered.toBytes());
  }

  /** Has it forget a request; whether it knew it. */
  public boolean forget(Request request) {
    byte[] key = RememberedRequest.keyOf(request.session(), request.id());
    IdMemory.Half old = ids().old();
    return hash("HDEL", ids().young(), key, key) + (old == null ? 0 : hash("HDEL", old, key, key))
        > 0;
  }

  /** Its state. */
  public IdMemory ids() {
    return IdMemory.parse(new String(redis.get(keys.ids()), StandardCharsets.US_ASCII));
  }

  /** Begins it, without any id. */
  public void begin() {
    var bounds = DrainFixture.IDS.bounds(1, 0);
    redis.set(keys.ids(), Requests.utf8(IdMemory.empty(bounds, 1).toString()));
  }

  /** Changes its state. */
  public void change(UnaryOperator<IdMemory> change) {
    redis.set(keys.ids(), Requests.utf8(change.apply(ids()).toString()));
  }

  /** Has it say that ids were forgotten until now, before their time. */
  public void forgetEarly() {
    change(
        ids ->
            new IdMemory(
                ids.young(),
                ids.old(),
                ids.remembered(),
                ids.indexed(),
                System.currentTimeMillis(),
                ids.dropped(),
                ids.bounds(),
                ids.olderRead(),
                ids.olderWritten()));
  }

  /** Bounds it to so many ids a half, all of them counted. */
  public void bound(long rememberedMax) {
    change(
        ids ->
            ids.withBounds(
                new IdMemory.Bounds(
                    rememberedMax,
                    ids.bounds().buckets(),
                    1,
                    ids.bounds().perCustomerMax(),
                    ids.bounds().retentionMillis())));
  }

  private long hash(String command, IdMemory.Half half, byte[] key, byte[]... arguments) {
    byte[][] all = new byte[1 + arguments.length][];
    all[0] = Requests.utf8(command);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Long changed =
        redis.eval(
            HASH_COMMAND,
            ScriptOutputType.INTEGER,
            new String[] {keys.ids(half.number(), half.bucketOf(key))},
            all);
    return changed == null ? 0 : changed;
  }
}
