package dev.sluice.drain;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.Digest;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.JournalElement;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.Reason;
import dev.sluice.contract.RememberedRequest;
import dev.sluice.contract.Request;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.SliceMessage;
import dev.sluice.contract.StreamEntry;
import dev.sluice.journal.Journal;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a Redis server process fit for a shard before anything is appended to it: a Redis that came
 * back empty, or older and with a clock behind, must not give new requests ids that look decided,
 * nor decide again what was decided. Every step can be repeated.
 */
final class RedisVerification {

  private static final Logger log = LoggerFactory.getLogger(RedisVerification.class);
  private static final int CHUNK = 512;
  private static final String REQUEUE = Resources.read(RedisVerification.class, "requeue.lua");

  private final ShardRedis redis;
  private final Journal journal;
  private final DrainSettings settings;

  RedisVerification(ShardRedis redis, Journal journal, DrainSettings settings) {
    this.redis = redis;
    this.journal = journal;
    this.settings = settings;
  }

  /**
   * Verifies, in the order that a crash anywhere allows to be repeated from the start.
   *
   * @param state of the shard, read under its row lock after the fence was raised
   * @param now the database's clock
   */
  void verify(ShardState state, Instant now) {
    completeOutcomes(state, now);
    boolean forgetful =
        redis.commands().exists(redis.keys().verified()) == 0
            || redis.lastRequest().compareTo(state.watermark()) < 0;
    if (forgetful) {
      rememberRequests(state, now);
    }
    raiseLastRequest(state.watermark());
    settleOldEntries(state);
    markVerified(state.shard());
  }

  /** Appends to the outcome stream what the journal has after its last id, within the retention. */
  void completeOutcomes(ShardState state, Instant now) {
    EntryId last = redis.lastOutcome();
    if (last.compareTo(state.watermark()) > 0) {
      throw new IllegalStateException(
          "The outcome stream of shard %d is at %s, past the journal's %s: it belongs to another database"
              .formatted(state.shard(), last, state.watermark()));
    }
    EntryId oldest = oldest(settings.outcomeRetention(), now);
    EntryId after = last.compareTo(oldest) < 0 ? oldest : last;
    List<SliceMessage> missing = journal.listAfterEntry(state.shard(), after, 8);
    while (!missing.isEmpty()) {
      for (SliceMessage slice : missing) {
        if (redis.announce(slice, oldest) == ShardRedis.Announced.OUT_OF_MEMORY) {
          log.warn(
              "Redis has no memory for the outcomes of shard {}: readers use the journal",
              state.shard());
          return;
        }
      }
      missing = journal.listAfterEntry(state.shard(), missing.getLast().lastEntry(), 8);
    }
  }

  /** Writes the request ids of the retention again, each pointing to its first decision. */
  private void rememberRequests(ShardState state, Instant now) {
    log.info("Remembering the request ids of shard {} from the journal", state.shard());
    RedisAsyncCommands<String, byte[]> commands = redis.connection().async();
    journal.forEachSince(
        state.shard(),
        now.minus(settings.requestRetention()),
        slice -> {
          Duration left =
              settings.requestRetention().minus(Duration.between(slice.decidedAt(), now));
          var written = new ArrayList<RedisFuture<?>>(slice.drained());
          for (JournalElement element : slice.elements()) {
            if (element instanceof JournalElement.Decided decided && isFirst(decided)) {
              Request request = decided.request();
              written.add(
                  commands.set(
                      redis.keys().request(request.session(), request.id()),
                      ascii(
                          new RememberedRequest(
                                  decided.entry(), request.digest(), request.customer(), 1)
                              .toString()),
                      SetArgs.Builder.ex(Math.max(1, left.toSeconds()))));
            }
          }
          await(written);
        });
  }

  /** Lets the stream give no id at or below the watermark again. */
  private void raiseLastRequest(EntryId watermark) {
    if (redis.lastRequest().compareTo(watermark) >= 0) {
      return;
    }
    String stream = redis.keys().requests();
    var commands = redis.commands();
    commands.multi();
    commands.xadd(stream, new XAddArgs().id(watermark.toString()), Map.of("v", ascii("watermark")));
    commands.xdel(stream, watermark.toString());
    if (commands.exec().wasDiscarded() || redis.lastRequest().compareTo(watermark) < 0) {
      throw new UnverifiedRedisException(redis.keys().shard(), "its last id could not be raised");
    }
  }

  /**
   * Removes entries at or below the watermark that the journal holds, and queues the others again:
   * they were accepted by a Redis whose clock or data lay behind.
   */
  private void settleOldEntries(ShardState state) {
    List<StreamEntry> old = redis.list(EntryId.ZERO, state.watermark(), CHUNK);
    while (!old.isEmpty()) {
      Map<EntryId, UUID> decided = decidedEntries(state.shard(), old);
      var held = new ArrayList<String>();
      for (StreamEntry entry : old) {
        UUID id = entry.requestId();
        if (decided.containsKey(entry.id())
            && Objects.equals(decided.get(entry.id()), id == null ? NO_ID : id)) {
          held.add(entry.id().toString());
        } else {
          requeue(entry);
        }
      }
      if (!held.isEmpty()) {
        redis.commands().xdel(redis.keys().requests(), held.toArray(String[]::new));
      }
      old = redis.list(EntryId.ZERO, state.watermark(), CHUNK);
    }
  }

  private Map<EntryId, UUID> decidedEntries(int shard, List<StreamEntry> entries) {
    var decided = new HashMap<EntryId, UUID>();
    EntryId first = entries.getFirst().id();
    EntryId last = entries.getLast().id();
    List<SliceMessage> slices = journal.listAfterEntry(shard, before(first), 8);
    while (!slices.isEmpty()) {
      for (SliceMessage slice : slices) {
        for (JournalElement element : slice.elements()) {
          switch (element) {
            case JournalElement.Decided one -> decided.put(one.entry(), one.request().id());
            case JournalElement.Unread one ->
                decided.put(one.entry(), one.requestId() == null ? NO_ID : one.requestId());
            case JournalElement.Changed changed -> {}
          }
        }
      }
      boolean covered = slices.getLast().lastEntry().compareTo(last) >= 0;
      slices = covered ? List.of() : journal.listAfterEntry(shard, slices.getLast().lastEntry(), 8);
    }
    return decided;
  }

  private void requeue(StreamEntry entry) {
    ShardKeys keys = redis.keys();
    UUID session = entry.session();
    UUID id = entry.requestId();
    byte[] retention = ascii(Long.toString(settings.requestRetention().toSeconds()));
    String[] touched =
        session == null || id == null
            ? new String[] {keys.requests()}
            : new String[] {keys.requests(), keys.request(session, id)};
    byte[] fresh =
        redis
            .commands()
            .eval(
                REQUEUE,
                ScriptOutputType.VALUE,
                touched,
                ascii(entry.id().toString()),
                retention,
                ascii(tail(entry)));
    log.warn(
        "Entry {} of shard {} was below the watermark but not decided: {}",
        entry.id(),
        keys.shard(),
        fresh == null ? "its request stands elsewhere" : "queued again as " + ascii(fresh));
  }

  /** What follows the entry id in a remembered request. */
  private static String tail(StreamEntry entry) {
    String customer = entry.customer();
    byte[] digest = entry.fields().get("digest");
    boolean readable = digest != null && ascii(digest).matches("[0-9a-f]{32}");
    return (readable && digest != null ? ascii(digest) : new Digest(0, 0).toString())
        + " "
        + (customer == null ? "-" : customer)
        + " 1";
  }

  private void markVerified(int shard) {
    redis.commands().scriptLoad(AppendScript.forShard(shard));
    redis.commands().set(redis.keys().verified(), ascii(redis.runId()));
  }

  /** A duplicate points at an older decision; that one is what the id stands for. */
  private static boolean isFirst(JournalElement.Decided decided) {
    return switch (decided.outcome()) {
      case Outcome.Duplicate duplicate -> false;
      case Outcome.Rejected rejected -> rejected.reason() != Reason.REQUEST_ID_REUSED;
      case Outcome.Held held -> true;
      case Outcome.Cancelled cancelled -> true;
      case Outcome.DeadLettered dead -> true;
    };
  }

  static EntryId oldest(Duration retention, Instant now) {
    return new EntryId(Math.max(0, now.minus(retention).toEpochMilli()), 0);
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

  private static final UUID NO_ID = new UUID(0, 0);
}
