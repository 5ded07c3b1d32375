package dev.sluice.bench.http;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Follows a shard's outcome stream from now on, as every intake does, and notes when each slice
 * came.
 */
final class Follower implements AutoCloseable {

  private static final Duration BLOCK = Duration.ofMillis(200);
  private static final int COUNT = 64;

  private final ShardKeys keys;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final List<Received> slices = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  Follower(String redisUrl, int shard) {
    keys = new ShardKeys(shard);
    client = RedisClient.create(redisUrl);
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    EntryId from = lastEntry();
    thread = Thread.ofPlatform().daemon().name("outcomes").start(() -> follow(from));
  }

  /**
   * A slice, and when it came.
   *
   * @param slice as it stands in the stream
   * @param at {@link System#nanoTime()} when it was here
   */
  record Received(SliceMessage slice, long at) {}

  /** Stops following; what has come, in order. */
  List<Received> end() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(slices);
  }

  @Override
  public void close() {
    end();
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private EntryId lastEntry() {
    List<StreamMessage<String, byte[]>> last =
        connection.sync().xrevrange(keys.outcomes(), Range.unbounded(), Limit.from(1));
    return last.isEmpty() ? EntryId.ZERO : EntryId.parse(last.getFirst().getId());
  }

  private void follow(EntryId from) {
    EntryId cursor = from;
    while (!closed) {
      for (StreamMessage<String, byte[]> message : read(cursor)) {
        cursor = EntryId.parse(message.getId());
        slices.add(
            new Received(
                SliceMessage.fromFields(keys.shard(), cursor, message.getBody()),
                System.nanoTime()));
      }
    }
  }

  @SuppressWarnings("unchecked") // Lettuce takes the streams as a generic array.
  private List<StreamMessage<String, byte[]>> read(EntryId behind) {
    return connection
        .sync()
        .xread(
            XReadArgs.Builder.block(BLOCK).count(COUNT),
            XReadArgs.StreamOffset.from(keys.outcomes(), behind.toString()));
  }
}
