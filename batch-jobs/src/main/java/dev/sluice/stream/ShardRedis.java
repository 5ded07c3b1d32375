package dev.sluice.stream;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The streams of one shard in one Redis server process. The connections never reconnect: as long as
 * a command succeeds, it reached the very process that was verified. Thread-safe; but only one
 * thread reads with a wait.
 */
public final class ShardRedis implements AutoCloseable {

  /** What became of a slice that was sent to the outcome stream. */
  public enum Announced {
    /** It is there now. */
    APPENDED,
    /** It was there before, or a later one is. */
    REPEATED,
    /** Redis has no memory for it. */
    OUT_OF_MEMORY
  }

  /** Longer than what is done between asking for an id and using it. */
  private static final long GENEROUS_MILLIS = 60_000;

  private final ShardKeys keys;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final StatefulRedisConnection<String, byte[]> reading;
  private final String runId;
  private final VerificationMarker marker;

  private ShardRedis(
      ShardKeys keys,
      StatefulRedisConnection<String, byte[]> connection,
      StatefulRedisConnection<String, byte[]> reading) {
    this.keys = keys;
    this.connection = connection;
    this.reading = reading;
    this.runId = runId(connection);
    this.marker = new VerificationMarker(keys, connection.sync(), runId);
  }

  /**
   * Connects.
   *
   * @param servers whose connections do not reconnect by themselves
   */
  public static ShardRedis connect(ShardConnections servers, int shard) {
    StatefulRedisConnection<String, byte[]> connection = servers.open(shard);
    try {
      StatefulRedisConnection<String, byte[]> reading = servers.open(shard);
      try {
        var redis = new ShardRedis(new ShardKeys(shard), connection, reading);
        if (!redis.runId.equals(runId(reading))) {
          throw new UnverifiedRedisException(
              shard, "its server process changed between two connections");
        }
        return redis;
      } catch (RuntimeException e) {
        reading.close();
        throw e;
      }
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Names the server process: another one after every start. */
  String runId() {
    return runId;
  }

  public ShardKeys keys() {
    return keys;
  }

  /** For what only the verification does. */
  StatefulRedisConnection<String, byte[]> connection() {
    return connection;
  }

  /**
   * Up to that many requests behind an entry, in order; waits for the first if there is none.
   *
   * @param wait how long at most; below a millisecond: not at all
   */
  @SuppressWarnings("unchecked") // the array of Lettuce's own varargs
  public List<StreamEntry> readAfter(EntryId entry, int count, Duration wait) {
    XReadArgs args = XReadArgs.Builder.count(count);
    if (wait.toMillis() > 0) {
      args.block(wait);
    }
    return entries(
        reading.sync().xread(args, XReadArgs.StreamOffset.from(keys.requests(), entry.toString())));
  }

  /** Up to that many requests from one entry to another, both included, in order. */
  public List<StreamEntry> list(EntryId from, EntryId to, int count) {
    return entries(
        commands()
            .xrange(
                keys.requests(), Range.create(from.toString(), to.toString()), Limit.from(count)));
  }

  /** The clock by which requests are accepted. */
  public Instant now() {
    List<byte[]> time = commands().time();
    return Instant.ofEpochSecond(Long.parseLong(text(time.getFirst())))
        .plus(Long.parseLong(text(time.getLast())), ChronoUnit.MICROS);
  }

  /** Requests that are not trimmed. */
  public long backlog() {
    return commands().xlen(keys.requests());
  }

  /** Removes every request up to an entry, itself included. */
  public void trimThrough(EntryId entry) {
    commands()
        .xtrim(keys.requests(), XTrimArgs.Builder.minId(entry.next().toString()).exactTrimming());
  }

  /**
   * Appends a slice to the outcome stream under the id of its last entry, and lets go of slices
   * past their retention.
   *
   * @param oldest slices whose last entry is older go
   */
  public Announced announce(SliceMessage slice, EntryId oldest) {
    var args =
        new XAddArgs()
            .id(slice.lastEntry().toString())
            .minId(oldest.toString())
            .approximateTrimming();
    try {
      commands().xadd(keys.outcomes(), args, slice.toFields());
      return Announced.APPENDED;
    } catch (RedisCommandExecutionException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("equal or smaller")) {
        return Announced.REPEATED;
      }
      if (message.startsWith("OOM")) {
        return Announced.OUT_OF_MEMORY;
      }
      throw e;
    }
  }

  /** What tells that its outcome stream lacks slices. */
  IncompleteMarker incomplete() {
    return new IncompleteMarker(keys, commands());
  }

  /** What tells that its data were verified for the shard. */
  VerificationMarker marker() {
    return marker;
  }

  /** Whether appends are accepted. */
  public boolean isVerified() {
    return marker.isWhole();
  }

  /** The request ids that are remembered. */
  public RememberedIds ids() {
    return new RememberedIds(keys, commands());
  }

  /** Memory that the server may use; 0 if it has no bound. */
  long memoryMax() {
    return Long.parseLong(info(connection, "memory", "maxmemory"));
  }

  /** Bytes that the outcome stream takes, roughly. */
  long outcomeBytes() {
    Long bytes = commands().memoryUsage(keys.outcomes());
    return bytes == null ? 0 : bytes;
  }

  /** Slices in the outcome stream. */
  long outcomeLength() {
    return commands().xlen(keys.outcomes());
  }

  /** Lets all slices go, to be appended again from the journal. */
  void dropOutcomes() {
    commands().del(keys.outcomes());
  }

  /** Lets the oldest slices go until that many remain. */
  void shortenOutcomes(long length) {
    commands().xtrim(keys.outcomes(), XTrimArgs.Builder.maxlen(length).exactTrimming());
  }

  /** Last id that the request stream has given; {@link EntryId#ZERO} if there is no such stream. */
  EntryId lastRequest() {
    return lastId(keys.requests());
  }

  /** An entry id behind all that were given so far: by the server's clock, or by the last one. */
  public EntryId nextRequest() {
    return new EntryId(
        Math.max(now().toEpochMilli(), lastRequest().milliseconds()) + GENEROUS_MILLIS, 0);
  }

  /** Last id in the outcome stream; {@link EntryId#ZERO} if there is no such stream. */
  public EntryId lastOutcome() {
    return lastId(keys.outcomes());
  }

  RedisCommands<String, byte[]> commands() {
    return connection.sync();
  }

  @Override
  public void close() {
    reading.close();
    connection.close();
  }

  private EntryId lastId(String stream) {
    if (commands().exists(stream) == 0) {
      return EntryId.ZERO;
    }
    List<Object> info = commands().xinfoStream(stream);
    for (int i = 0; i < info.size(); i += 2) {
      if (text(info.get(i)).equals("last-generated-id")) {
        return EntryId.parse(text(info.get(i + 1)));
      }
    }
    throw new IllegalStateException("XINFO STREAM of " + stream + " names no last-generated-id");
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.US_ASCII)
        : value.toString();
  }

  private static String runId(StatefulRedisConnection<String, byte[]> connection) {
    return info(connection, "server", "run_id");
  }

  private static String info(
      StatefulRedisConnection<String, byte[]> connection, String section, String name) {
    return connection
        .sync()
        .info(section)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("INFO " + section + " names no " + name));
  }

  private static List<StreamEntry> entries(List<StreamMessage<String, byte[]>> messages) {
    return messages.stream()
        .map(message -> new StreamEntry(EntryId.parse(message.getId()), message.getBody()))
        .toList();
  }
}
