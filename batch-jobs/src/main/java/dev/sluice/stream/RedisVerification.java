package dev.sluice.stream;

import dev.sluice.contract.Digest;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.JournalElement;
import dev.sluice.contract.RememberedRequest;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.SliceMessage;
import dev.sluice.contract.StreamEntry;
import dev.sluice.journal.Journal;
import dev.sluice.shard.ShardState;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a Redis server process fit for a shard before anything is appended to it: a Redis that came
 * back empty, or older and with a clock behind, must not give new requests ids that look decided,
 * nor decide again what was decided. Every step can be repeated.
 */
public final class RedisVerification {

  private static final Logger log = LoggerFactory.getLogger(RedisVerification.class);
  private static final int CHUNK = 512;

  /** Of an entry that could not be read: no request's digest, so none passes for its repeat. */
  private static final Digest NO_DIGEST = new Digest(0, 0);

  /** {@code XSETID} fails on a missing stream, and lowers an empty one. */
  private static final String RAISE =
      """
      #!lua flags=allow-oom
      redis.call('XADD', KEYS[1], ARGV[1], 'v', 'watermark')
      return redis.call('XDEL', KEYS[1], ARGV[1])
      """;

  private static final String REQUEUE = Resources.read(RedisVerification.class, "requeue.lua");

  private final ShardRedis redis;
  private final Journal journal;
  private final Retention retention;

  public RedisVerification(ShardRedis redis, Journal journal, Retention retention) {
    this.redis = redis;
    this.journal = journal;
    this.retention = retention;
  }

  /**
   * Verifies, in an order that a crash anywhere allows to be repeated from the start.
   *
   * @param state of the shard, read under its row lock after the fence was raised
   * @param now the database's clock
   * @return the outcome stream, to go on with
   */
  public OutcomeStream verify(ShardState state, Instant now) {
    String token = redis.beginVerification();
    OutcomeStream outcomes = completeOutcomes(state, now);
    boolean strange = removeDecided(state);
    if (strange || isForgetful(state)) {
      rememberRequests(state, now);
    }
    raiseLastRequest(state.watermark());
    queueOldAgain(state);
    if (!redis.endVerification(token)) {
      throw new UnverifiedRedisException(
          state.shard(), "it was emptied, or verified by another, meanwhile");
    }
    return outcomes;
  }

  private OutcomeStream completeOutcomes(ShardState state, Instant now) {
    EntryId last = redis.lastOutcome();
    if (last.compareTo(state.watermark()) > 0) {
      throw new UnverifiedRedisException(
          state.shard(),
          "its outcomes are at %s, past %s: another holder has decided"
              .formatted(last, state.watermark()));
    }
    if (!isMarked()) {
      // Emptied: what is there was announced by a drain that had not noticed, with a gap before it.
      redis.dropOutcomes();
    }
    var outcomes = new OutcomeStream(redis, journal, retention);
    outcomes.complete(now);
    return outcomes;
  }

  /** Whether request ids of decided entries may be missing. */
  private boolean isForgetful(ShardState state) {
    return !isMarked() || redis.lastRequest().compareTo(state.watermark()) < 0;
  }

  private boolean isMarked() {
    return redis.commands().exists(redis.keys().verified()) > 0;
  }

  /** Writes the request ids of the retention again, each pointing to its first decision. */
  private void rememberRequests(ShardState state, Instant now) {
    log.info("Remembering the request ids of shard {} from the journal", state.shard());
    RedisAsyncCommands<String, byte[]> commands = redis.connection().async();
    journal.forEachSince(
        state.shard(),
        now.minus(retention.requests()),
        slice -> {
          Duration left = retention.requests().minus(Duration.between(slice.decidedAt(), now));
          var written = new ArrayList<RedisFuture<?>>(slice.drained());
          for (JournalElement element : slice.elements()) {
            RememberedRequest remembered = remembered(element);
            String key = findKey(element.session(), element.requestId());
            if (remembered != null && key != null) {
              written.add(
                  commands.set(
                      key,
                      ascii(remembered.toString()),
                      SetArgs.Builder.ex(Math.max(1, left.toSeconds()))));
            }
          }
          await(written);
        });
  }

  private @Nullable String findKey(@Nullable UUID session, @Nullable UUID id) {
    return session == null || id == null ? null : redis.keys().request(session, id);
  }

  /** What is to be remembered; null of what decides nothing for the first time. */
  private static @Nullable RememberedRequest remembered(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided one ->
          one.outcome().isFirstOfId()
              ? new RememberedRequest(
                  one.entry(), one.request().digest(), one.request().customer(), 1)
              : null;
      case JournalElement.Unread one ->
          new RememberedRequest(one.entry(), NO_DIGEST, orDash(one.customer()), 1);
      case JournalElement.Changed _ -> null;
    };
  }

  private static String orDash(@Nullable String customer) {
    return customer == null ? "-" : customer;
  }

  /** Lets the stream give no id at or below the watermark again. */
  private void raiseLastRequest(EntryId watermark) {
    if (redis.lastRequest().compareTo(watermark) >= 0) {
      return;
    }
    redis
        .commands()
        .eval(
            RAISE,
            ScriptOutputType.INTEGER,
            new String[] {redis.keys().requests()},
            ascii(watermark.toString()));
    if (redis.lastRequest().compareTo(watermark) < 0) {
      throw new UnverifiedRedisException(redis.keys().shard(), "its last id could not be raised");
    }
  }

  /**
   * Removes entries at or below the watermark that the journal holds: they were decided, and not
   * trimmed or came back.
   *
   * @return whether others are left, from a history that is not the journal's
   */
  private boolean removeDecided(ShardState state) {
    boolean strange = false;
    List<StreamEntry> old = redis.list(EntryId.ZERO, state.watermark(), CHUNK);
    while (!old.isEmpty()) {
      Map<EntryId, RequestKey> decided = decidedEntries(state.shard(), old);
      String[] held =
          old.stream()
              .filter(entry -> RequestKey.of(entry).equals(decided.get(entry.id())))
              .map(entry -> entry.id().toString())
              .toArray(String[]::new);
      if (held.length > 0) {
        redis.commands().xdel(redis.keys().requests(), held);
      }
      strange |= held.length < old.size();
      EntryId last = old.getLast().id();
      old =
          last.equals(state.watermark())
              ? List.of()
              : redis.list(last.next(), state.watermark(), CHUNK);
    }
    return strange;
  }

  /**
   * Queues every entry that is left at or below the watermark again: it was accepted by a Redis
   * whose clock or data lay behind.
   */
  private void queueOldAgain(ShardState state) {
    List<StreamEntry> old = redis.list(EntryId.ZERO, state.watermark(), CHUNK);
    while (!old.isEmpty()) {
      old.forEach(this::requeue);
      old = redis.list(EntryId.ZERO, state.watermark(), CHUNK);
    }
  }

  private Map<EntryId, RequestKey> decidedEntries(int shard, List<StreamEntry> entries) {
    var decided = new HashMap<EntryId, RequestKey>();
    EntryId last = entries.getLast().id();
    List<SliceMessage> slices = journal.listAfterEntry(shard, before(entries.getFirst().id()), 8);
    while (!slices.isEmpty()) {
      for (SliceMessage slice : slices) {
        slice.elements().forEach(element -> addDecided(element, decided));
      }
      boolean covered = slices.getLast().lastEntry().compareTo(last) >= 0;
      slices = covered ? List.of() : journal.listAfterEntry(shard, slices.getLast().lastEntry(), 8);
    }
    return decided;
  }

  private static void addDecided(JournalElement element, Map<EntryId, RequestKey> decided) {
    EntryId entry = element.entry();
    if (entry != null) {
      decided.put(entry, new RequestKey(element.session(), element.requestId()));
    }
  }

  private void requeue(StreamEntry entry) {
    ShardKeys keys = redis.keys();
    byte[] seconds = ascii(Long.toString(retention.requests().toSeconds()));
    String remembered = findKey(entry.session(), entry.requestId());
    String[] touched =
        remembered == null
            ? new String[] {keys.requests()}
            : new String[] {keys.requests(), remembered};
    byte[] fresh =
        redis
            .commands()
            .eval(
                REQUEUE,
                ScriptOutputType.VALUE,
                touched,
                ascii(entry.id().toString()),
                seconds,
                ascii(tail(entry)));
    log.warn(
        "Entry {} of shard {} was below the watermark but not decided: {}",
        entry.id(),
        keys.shard(),
        fresh == null ? "its request stands elsewhere" : "queued again as " + ascii(fresh));
  }

  /** What follows the entry id in a remembered request. */
  private static String tail(StreamEntry entry) {
    byte[] digest = entry.fields().get("digest");
    boolean readable = digest != null && ascii(digest).matches("[0-9a-f]{32}");
    return (readable && digest != null ? ascii(digest) : NO_DIGEST.toString())
        + " "
        + orDash(entry.customer())
        + " 1";
  }

  private static EntryId before(EntryId entry) {
    return entry.sequence() > 0
        ? new EntryId(entry.milliseconds(), entry.sequence() - 1)
        : new EntryId(Math.max(0, entry.milliseconds() - 1), Long.MAX_VALUE);
  }

  private void await(List<RedisFuture<?>> futures) {
    Duration timeout = redis.connection().getTimeout();
    if (!LettuceFutures.awaitAll(timeout, futures.toArray(RedisFuture[]::new))) {
      throw new UnverifiedRedisException(
          redis.keys().shard(), "request ids were not written in time");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** What a request is known by; of an entry that cannot be read, perhaps nothing. */
  private record RequestKey(@Nullable UUID session, @Nullable UUID id) {

    static RequestKey of(StreamEntry entry) {
      return new RequestKey(entry.session(), entry.requestId());
    }
  }
}
