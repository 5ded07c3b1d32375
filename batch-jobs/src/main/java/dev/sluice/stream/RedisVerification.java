package dev.sluice.stream;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.IdMemory.Bounds;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.journal.Journal;
import dev.sluice.shard.ShardState;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Bounds bounds;
  private final IdRecovery recovery;

  /**
   * A verification.
   *
   * @param indexing of ids for which there is no room
   * @param shards how many there are: they share the memory for ids
   */
  public RedisVerification(
      ShardRedis redis,
      Journal journal,
      Indexing indexing,
      Retention retention,
      IdSettings settings,
      int shards) {
    this.redis = redis;
    this.journal = journal;
    this.retention = retention;
    this.bounds = settings.bounds(shards, redis.memoryMax());
    this.recovery = new IdRecovery(redis, journal, indexing, settings, bounds);
  }

  /**
   * Verifies, in an order that a crash anywhere allows to be repeated from the start.
   *
   * @param state of the shard, read under its row lock after the fence was raised
   * @param now the database's clock
   * @return the outcome stream, to go on with
   */
  public OutcomeStream verify(ShardState state, Instant now) {
    String token = redis.marker().begin();
    OutcomeStream outcomes = completeOutcomes(state, now);
    boolean strange = removeDecided(state);
    Optional<IdMemory> before = redis.ids().find();
    boolean olderWasHere = redis.marker().isByOlder();
    IdMemory fresh =
        strange || isForgetful(state)
            ? recovery.restore(state, now, before, token)
            : before.isEmpty() ? recovery.begin(state, now, token) : null;
    if (fresh == null) {
      redis
          .ids()
          .update(ids -> (olderWasHere ? recovery.withOlder(ids, now) : ids).withBounds(bounds));
    } else if (olderWasHere) {
      fresh = recovery.withOlder(fresh, now);
    }
    raiseLastRequest(state.watermark());
    queueOldAgain(state, fresh == null ? before.orElseThrow() : fresh);
    if (!redis.marker().end(token, fresh, redis.now().toEpochMilli())) {
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
  private void queueOldAgain(ShardState state, IdMemory ids) {
    List<StreamEntry> old = redis.list(EntryId.ZERO, state.watermark(), CHUNK);
    while (!old.isEmpty()) {
      old.forEach(entry -> queueAgain(entry, ids));
      old = redis.list(EntryId.ZERO, state.watermark(), CHUNK);
    }
  }

  private Map<EntryId, RequestKey> decidedEntries(int shard, List<StreamEntry> entries) {
    var decided = new HashMap<EntryId, RequestKey>();
    EntryId last = entries.getLast().id();
    List<SliceMessage> slices =
        journal.listAfterEntry(shard, entries.getFirst().id().previous(), 8);
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

  /** A pulse is not queued again: another one comes, and a session has one at most. */
  private void queueAgain(StreamEntry entry, IdMemory ids) {
    if (entry.isOfSystem()) {
      redis.commands().xdel(redis.keys().requests(), entry.id().toString());
    } else {
      requeue(entry, ids);
    }
  }

  private void requeue(StreamEntry entry, IdMemory ids) {
    ShardKeys keys = redis.keys();
    var names = new ArrayList<>(List.of(keys.requests(), keys.ids()));
    var arguments = new ArrayList<>(List.of(ascii(entry.id().toString())));
    UUID session = entry.session();
    UUID id = entry.requestId();
    if (session != null && id != null) {
      String customer = entry.customer() == null ? "-" : entry.customer();
      byte[] remembered = RememberedRequest.of(entry.id(), entry.digest(), customer, 1).toBytes();
      IdMemory.Half old = ids.old();
      names.add(keys.request(session, id));
      arguments.add(RememberedRequest.keyOf(session, id));
      arguments.add(Arrays.copyOfRange(remembered, 24, 35));
      arguments.add(Arrays.copyOf(remembered, 24));
      arguments.add(ascii(entry.digest() + " " + customer + " 1"));
      arguments.add(ascii(Long.toString(ids.young().number())));
      arguments.add(ascii(Integer.toString(ids.young().buckets())));
      arguments.add(ascii(Long.toString(old == null ? 0 : old.number())));
      arguments.add(ascii(Integer.toString(old == null ? 1 : old.buckets())));
      arguments.add(ascii(ids.forgotten() == 0 ? "" : "1"));
    }
    byte[] fresh =
        redis
            .commands()
            .eval(
                REQUEUE,
                ScriptOutputType.VALUE,
                names.toArray(String[]::new),
                arguments.toArray(byte[][]::new));
    log.warn(
        "Entry {} of shard {} was below the watermark but not decided: {}",
        entry.id(),
        keys.shard(),
        fresh == null ? "its request stands elsewhere" : "queued again as " + ascii(fresh));
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
