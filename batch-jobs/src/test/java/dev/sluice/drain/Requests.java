package dev.sluice.drain;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendCall;
import dev.sluice.contract.stream.AppendReply;
import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Appends requests to one shard as the intake does, and entries as only a broken writer would.
 * Remembers what was accepted.
 */
public final class Requests {

  private static final AppendCall.Limit LIMIT =
      new AppendCall.Limit(
          10_000_000, Duration.ofHours(12), Duration.ofDays(1), AppendCall.Recent.NEITHER);

  private final RedisCommands<String, byte[]> redis;
  private final ShardKeys keys;
  private final String script;
  private final List<EntryId> accepted = new ArrayList<>();

  Requests(RedisCommands<String, byte[]> redis, int shard) {
    this.redis = redis;
    this.keys = new ShardKeys(shard);
    this.script = redis.digest(AppendScript.newest().forShard(shard));
  }

  /** A request for named seats under a new id. */
  public static Request reserve(UUID session, String customer, String... seats) {
    return request(session, customer, new Command.ReserveNamed(List.of(seats), null));
  }

  /**
   * A request for the best seats of a grade under a new id: all or nothing, side by side or not.
   */
  public static Request best(UUID session, String customer, String grade, int quantity) {
    return request(
        session,
        customer,
        new Command.ReserveBest(List.of(grade), quantity, quantity, false, null));
  }

  /** A request for seats of a grade, side by side or not, that waits if there are too few. */
  public static Request orWait(
      UUID session, String customer, String grade, int quantity, @Nullable Instant until) {
    return request(
        session,
        customer,
        new Command.ReserveBest(List.of(grade), quantity, quantity, false, true, until, null));
  }

  /** Waits no longer. */
  public static Request leave(UUID session, String customer, UUID reservation) {
    return request(session, customer, new Command.LeaveWaitlist(reservation));
  }

  /** Gives back seats of a reservation, or all of it if none is named. */
  public static Request cancel(UUID session, String customer, UUID reservation, String... seats) {
    return request(session, customer, new Command.Cancel(reservation, List.of(seats)));
  }

  /** Any command under a new id. */
  public static Request request(UUID session, String customer, Command command) {
    return Request.of(UUID.randomUUID(), session, customer, command);
  }

  /** Appends one request; where it stands. */
  public EntryId append(Request request) {
    return append(List.of(request)).getFirst();
  }

  /** Appends requests in order; where they stand. */
  public List<EntryId> append(List<Request> requests) {
    var entries = new ArrayList<EntryId>();
    int max = AppendScript.REQUESTS_PER_CALL_MAX;
    for (int from = 0; from < requests.size(); from += max) {
      for (AppendReply reply :
          call(requests.subList(from, Math.min(from + max, requests.size())))) {
        if (!(reply
                instanceof AppendReply.Remembered(RememberedRequest remembered, boolean repeated))
            || repeated) {
          throw new AssertionError("not appended: " + reply);
        }
        entries.add(remembered.entry());
      }
    }
    accepted.addAll(entries);
    return entries;
  }

  /** The script's replies, one per request, at most {@link AppendScript#REQUESTS_PER_CALL_MAX}. */
  public List<AppendReply> call(List<Request> requests) {
    var call =
        AppendCall.of(
            AppendScript.newest(),
            keys,
            LIMIT,
            Instant.now(),
            requests.stream().map(AppendCall.Encoded::of).toList());
    List<byte[]> replies =
        redis.evalsha(script, ScriptOutputType.MULTI, call.keys(), call.arguments());
    return replies.stream().map(AppendReply::parse).toList();
  }

  /** Appends a request past the script, as if its id had been forgotten: the drain must know it. */
  public EntryId appendAgain(Request request) {
    return add(fields(request));
  }

  /** Appends any fields. */
  public EntryId add(Map<String, byte[]> fields) {
    EntryId entry = EntryId.parse(redis.xadd(keys.requests(), fields));
    accepted.add(entry);
    return entry;
  }

  /** Appends any fields under an id of the caller's choice. */
  public EntryId addAt(EntryId entry, Map<String, byte[]> fields) {
    redis.xadd(keys.requests(), new XAddArgs().id(entry.toString()), fields);
    accepted.add(entry);
    return entry;
  }

  /** Appends entries in one step, so that a drain meets all of them at once. */
  public List<EntryId> addAtOnce(List<Map<String, byte[]>> entries) {
    redis.multi();
    entries.forEach(fields -> redis.xadd(keys.requests(), fields));
    List<EntryId> added =
        redis.exec().stream().map(id -> EntryId.parse(String.valueOf(id))).toList();
    accepted.addAll(added);
    return added;
  }

  /** The fields of a request's entry. */
  public static Map<String, byte[]> fields(Request request) {
    return StreamEntry.of(EntryId.ZERO, request).fields();
  }

  /** All entries that were accepted, in order. */
  public List<EntryId> accepted() {
    return List.copyOf(accepted);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
