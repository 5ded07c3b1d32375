package dev.sluice.intake.append;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until replicas have on disk what is appended to a shard. */
final class ReplicaDisks {

  private static final Logger log = LoggerFactory.getLogger(ReplicaDisks.class);

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

  private static final byte[] NOTHING = {};

  private final ShardKeys keys;
  private final int wanted;
  private final long timeoutMillis;

  /**
   * Disks of the shard's replicas.
   *
   * @param wanted how many must have it; 0: none is asked
   */
  ReplicaDisks(ShardKeys keys, int wanted, long timeoutMillis) {
    this.keys = keys;
    this.wanted = wanted;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * How many replicas have on disk all that was in Redis before it. WAITAOF waits for its own
   * connection's writes only, and a call that finds nothing but repeats has none: those whose first
   * call ended in doubt would be answered though no replica had them. So it has one to wait for.
   * And WAIT goes first: a replica that is asked while it receives the write says what it had on
   * disk before, and is not asked again for up to a second.
   */
  Future<Long> count(RedisAsyncCommands<String, byte[]> commands) {
    if (wanted == 0) {
      return CompletableFuture.completedFuture(0L);
    }
    RedisFuture<String> write =
        commands.set(keys.awaited(), NOTHING, SetArgs.Builder.px(timeoutMillis));
    RedisFuture<Long> received = commands.waitForReplication(wanted, timeoutMillis);
    return commands
        .<List<Object>>dispatch(
            () -> "WAITAOF".getBytes(US_ASCII),
            new ArrayOutput<>(CODEC),
            new CommandArgs<>(CODEC).add(1).add(wanted).add(timeoutMillis))
        .thenCombine(write, (counts, _) -> ((Number) counts.get(1)).longValue())
        .thenCombine(received, (onDisk, _) -> onDisk)
        .toCompletableFuture();
  }

  /**
   * Waits for the replicas.
   *
   * @throws TimeoutException if too few have it in time, or that cannot be told: in any case it may
   *     be in the stream
   */
  void require(Future<Long> disks) throws InterruptedException, TimeoutException {
    long found = 0;
    try {
      // It answers with what it has when its time is over.
      found = disks.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      log.warn("Shard {}: replicas cannot be waited for", keys.shard(), e);
    }
    if (found < wanted) {
      throw new TimeoutException("%d of %d replicas have it on disk".formatted(found, wanted));
    }
  }
}
