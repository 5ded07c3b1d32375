package dev.sluice.stream;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.IdMemory;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.SliceMessage;
import dev.sluice.contract.StreamEntry;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  // A few bytes each, without which a Redis without memory could not be drained, and so not helped.
  private static final String MARK_INCOMPLETE =
      """
      #!lua flags=allow-oom
      return redis.call('SET', KEYS[1], '1', 'NX') and 1 or 0
      """;
  private static final String BEGIN =
      """
      #!lua flags=allow-oom
      return redis.call('SET', KEYS[1], ARGV[1])
      """;

  /** Longer than what is done between asking for an id and using it. */
  private static final long GENEROUS_MILLIS = 60_000;

  private static final String END =
      """
      #!lua flags=allow-oom
      if redis.call('GET', KEYS[1]) ~= ARGV[1] or ARGV[3] == '' and redis.call('EXISTS', KEYS[3]) == 0 then
        return 0
      end
      redis.call('DEL', KEYS[1], KEYS[4])
      redis.call('SET', KEYS[2], ARGV[2])
      if ARGV[3] ~= '' then
        redis.call('SET', KEYS[3], ARGV[3])
      end
      return 1
      """;

  /** What the marker of this version begins with; older ones write the process' name alone. */
  private static final String MARK = "3:";

  private final ShardKeys keys;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final StatefulRedisConnection<String, byte[]> reading;
  private final String runId;
  private final String appendScript;

  private ShardRedis(
      ShardKeys keys,
      StatefulRedisConnection<String, byte[]> connection,
      StatefulRedisConnection<String, byte[]> reading) {
    this.keys = keys;
    this.connection = connection;
    this.reading = reading;
    this.runId = runId(connection);
    this.appendScript = connection.sync().digest(AppendScript.newest().forShard(keys.shard()));
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

  /**
   * Notes that the outcome stream lacks slices that the journal has, even without memory.
   *
   * @return whether it was not noted before
   */
  boolean markIncomplete() {
    return Boolean.TRUE.equals(
        commands().<Boolean>eval(MARK_INCOMPLETE, ScriptOutputType.BOOLEAN, incompleteKey(keys)));
  }

  /**
   * Takes the note back.
   *
   * @return whether there was one
   */
  boolean clearIncomplete() {
    return commands().del(incompleteKey(keys)) > 0;
  }

  /** Present while the outcome stream lacks slices for want of memory. */
  public static String incompleteKey(ShardKeys keys) {
    return keys.outcomes() + ":incomplete";
  }

  /**
   * Begins a verification.
   *
   * @return what {@link #endVerification} wants to see again
   */
  String beginVerification() {
    String token = UUID.randomUUID().toString();
    commands()
        .eval(BEGIN, ScriptOutputType.STATUS, new String[] {verifyingKey(keys)}, ascii(token));
    return token;
  }

  /**
   * Sets the marker and then loads the scripts that append: appends are accepted from here on.
   * Older versions are loaded only while ids are remembered in their form, too.
   *
   * @param token of the verification that is to end
   * @param ids state of the request ids, if it is new; null if the one that is there is right
   * @return false if the data were emptied since it began, or somebody else began another one
   */
  boolean endVerification(String token, @Nullable IdMemory ids) {
    Boolean ended =
        commands()
            .eval(
                END,
                ScriptOutputType.BOOLEAN,
                new String[] {
                  verifyingKey(keys), keys.verified(), keys.ids(), RememberedIds.restoringKey(keys)
                },
                ascii(token),
                ascii(MARK + runId),
                ascii(ids == null ? "" : ids.toString()));
    if (!Boolean.TRUE.equals(ended)) {
      return false;
    }
    long now = now().toEpochMilli();
    boolean older = ids().find().filter(memory -> memory.olderWritten() > now).isPresent();
    List<String> versions = AppendScript.versionsForShard(keys.shard());
    (older ? versions : versions.subList(0, 1)).forEach(commands()::scriptLoad);
    commands().scriptLoad(Pulses.script(keys.shard()));
    return true;
  }

  /** The request ids that are remembered. */
  public RememberedIds ids() {
    return new RememberedIds(keys, commands());
  }

  /** Memory that the server may use; 0 if it has no bound. */
  long memoryMax() {
    return Long.parseLong(info(connection, "memory", "maxmemory"));
  }

  /** Whether a lease holder of an older version has verified this Redis after this one had. */
  boolean isMarkedByOlder() {
    byte[] marker = commands().get(keys.verified());
    return marker != null && !text(marker).startsWith(MARK);
  }

  /** Whether appends are accepted: marker, state of the ids and the append script are there. */
  public boolean isVerified() {
    return commands().exists(keys.verified(), keys.ids()) == 2
        && !commands().scriptExists(appendScript).contains(false);
  }

  /** Token of the verification that goes on. */
  static String verifyingKey(ShardKeys keys) {
    return keys.verified() + ":attempt";
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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
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
