package dev.sluice.stream;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.shard.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Appends pulses: entries by which time enters sessions for which nobody asks. A session has at
 * most one that is not decided. Thread-safe.
 */
public final class Pulses implements AutoCloseable {

  /** Sessions of one call: more would hold up the server's other clients for too long. */
  static final int SESSIONS_PER_CALL_MAX = 256;

  /** What is waited for is forgotten only where nobody asks any more. */
  private static final Duration KNOWN = Duration.ofHours(1);

  private static final String SCRIPT = Resources.read(Pulses.class, "pulse.lua");

  private final KeptConnections connections;

  /**
   * Connects when the first is appended.
   *
   * @param cluster whether each shard may be on a server of its own
   */
  public Pulses(ShardConnections servers, boolean cluster) {
    this.connections = new KeptConnections(servers, cluster);
  }

  /** The script's text for one shard; no two shards share a text, so none shares a SHA. */
  static String script(int shard) {
    return SCRIPT.replaceFirst("SHARD", Integer.toString(shard));
  }

  /**
   * Appends a pulse for each session that has none.
   *
   * @param shard of all of the sessions
   * @param clock the database's; one that is not precise is compared with nothing
   * @return what became of each, in their order
   * @throws RuntimeException if Redis does not tell, or no lease holder has verified it
   */
  public synchronized List<Answer> append(int shard, List<Due> due, DatabaseClock clock) {
    var answers = new ArrayList<Answer>(due.size());
    for (int from = 0; from < due.size(); from += SESSIONS_PER_CALL_MAX) {
      List<Due> some = due.subList(from, Math.min(due.size(), from + SESSIONS_PER_CALL_MAX));
      call(shard, some, clock).forEach(it -> answers.add(Answer.of(it)));
    }
    return answers;
  }

  private List<byte[]> call(int shard, List<Due> due, DatabaseClock clock) {
    var keys = new ShardKeys(shard);
    var names = new ArrayList<>(List.of(keys.requests(), keys.verified()));
    var command = new Command.Expire();
    var arguments =
        new ArrayList<Object>(
            List.of(
                clock.isPrecise() ? clock.nowNotBefore(Instant.EPOCH).toEpochMilli() : "",
                KNOWN.toMillis(),
                StreamEntry.SCHEMA_VERSION,
                SystemRequests.CUSTOMER,
                command.type(),
                CommandJson.write(command)));
    for (Due one : due) {
      Request pulse = SystemRequests.pulse(one.session);
      names.add(keys.pulse(one.session));
      arguments.add(one.at.toEpochMilli());
      arguments.add(pulse.id());
      arguments.add(pulse.session());
      arguments.add(pulse.digest());
    }
    return connections.evaluate(shard, script(shard), names, arguments);
  }

  @Override
  public synchronized void close() {
    connections.close();
  }

  /**
   * A session to be pulsed.
   *
   * @param session its id
   * @param at when something of it is due
   */
  public record Due(UUID session, Instant at) {}

  /** What became of a session's pulse. */
  public enum Answer {
    /** It is in the stream. */
    APPENDED,
    /** The last one is there, and not decided yet. */
    WAITING,
    /** Nothing is due by Redis' clock. */
    EARLY;

    private static Answer of(byte[] letter) {
      return switch (letter[0]) {
        case 'A' -> APPENDED;
        case 'W' -> WAITING;
        case 'E' -> EARLY;
        default -> throw new IllegalStateException("Redis answers " + letter[0] + " to a pulse");
      };
    }
  }
}
