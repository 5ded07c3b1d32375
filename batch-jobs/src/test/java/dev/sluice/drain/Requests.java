package dev.sluice.drain;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.Command;
import dev.sluice.contract.CommandJson;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.RememberedRequest;
import dev.sluice.contract.Request;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.StreamEntry;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Appends requests to one shard as the intake does, and entries as only a broken writer would.
 * Remembers what was accepted.
 */
public final class Requests {

  private static final String BACKLOG_MAX = "10000000";
  private static final String AGE_MAX = "86400000";
  private static final String RETENTION = "86400";

  private final RedisCommands<String, byte[]> redis;
  private final ShardKeys keys;
  private final String script;
  private final List<EntryId> accepted = new ArrayList<>();

  Requests(RedisCommands<String, byte[]> redis, int shard) {
    this.redis = redis;
    this.keys = new ShardKeys(shard);
    this.script = redis.digest(AppendScript.forShard(shard));
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
      for (String reply : call(requests.subList(from, Math.min(from + max, requests.size())))) {
        if (!reply.startsWith("A ")) {
          throw new AssertionError("not appended: " + reply);
        }
        entries.add(RememberedRequest.parse(reply.substring(2)).entry());
      }
    }
    accepted.addAll(entries);
    return entries;
  }

  /** The script's replies, one per request, at most {@link AppendScript#REQUESTS_PER_CALL_MAX}. */
  public List<String> call(List<Request> requests) {
    var touched = new ArrayList<String>(List.of(keys.requests(), keys.verified()));
    var arguments = new ArrayList<byte[]>();
    for (String argument :
        List.of(BACKLOG_MAX, AGE_MAX, RETENTION, Integer.toString(StreamEntry.SCHEMA_VERSION))) {
      arguments.add(utf8(argument));
    }
    for (Request request : requests) {
      touched.add(keys.request(request.session(), request.id()));
      arguments.add(utf8(request.id().toString()));
      arguments.add(utf8(request.session().toString()));
      arguments.add(utf8(request.customer()));
      arguments.add(utf8(request.command().type().name()));
      arguments.add(utf8(request.digest().toString()));
      arguments.add(CommandJson.write(request.command()));
    }
    List<byte[]> replies =
        redis.evalsha(
            script,
            ScriptOutputType.MULTI,
            touched.toArray(String[]::new),
            arguments.toArray(byte[][]::new));
    return replies.stream().map(reply -> new String(reply, StandardCharsets.UTF_8)).toList();
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
