package dev.sluice.stream;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.RequestType;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Appends what became of payments at their provider. A payment has at most one such entry that is
 * not decided. Thread-safe.
 */
public final class Settlements implements AutoCloseable {

  /** Payments of one call: more would hold up the server's other clients for too long. */
  static final int PAYMENTS_PER_CALL_MAX = 256;

  /** What is waited for is forgotten only where nobody asks any more: longer than any pause. */
  private static final Duration KNOWN = Duration.ofDays(1);

  private static final String SCRIPT = Resources.read(Settlements.class, "settle.lua");

  private final KeptConnections connections;

  /**
   * Connects when the first is appended.
   *
   * @param cluster whether each shard may be on a server of its own
   */
  public Settlements(ShardConnections servers, boolean cluster) {
    this.connections = new KeptConnections(servers, cluster);
  }

  /** The script's text for one shard; no two shards share a text, so none shares a SHA. */
  static String script(int shard) {
    return SCRIPT.replaceFirst("SHARD", Integer.toString(shard));
  }

  /**
   * Appends what became of each payment, unless an entry of the same payment waits there.
   *
   * @param shard of all of the sessions
   * @return whether each was appended, in their order
   * @throws RuntimeException if Redis does not tell, or no lease holder has verified it: some may
   *     have been appended
   */
  public synchronized List<Boolean> append(int shard, List<Settled> payments) {
    var appended = new ArrayList<Boolean>(payments.size());
    for (int from = 0; from < payments.size(); from += PAYMENTS_PER_CALL_MAX) {
      List<Settled> some =
          payments.subList(from, Math.min(payments.size(), from + PAYMENTS_PER_CALL_MAX));
      call(shard, some).forEach(letter -> appended.add(letter[0] == 'A'));
    }
    return appended;
  }

  private List<byte[]> call(int shard, List<Settled> payments) {
    var keys = new ShardKeys(shard);
    var names = new ArrayList<>(List.of(keys.requests(), keys.verified()));
    var arguments =
        new ArrayList<Object>(
            List.of(
                KNOWN.toMillis(),
                StreamEntry.SCHEMA_VERSION,
                SystemRequests.CUSTOMER,
                RequestType.SETTLE));
    for (Settled one : payments) {
      Command.Settle settle = one.settle;
      Request request = SystemRequests.settlement(one.session, settle);
      names.add(keys.settlement(one.session, settle.reservation(), settle.payment()));
      arguments.add(request.id());
      arguments.add(request.session());
      arguments.add(request.digest());
      arguments.add(CommandJson.write(settle));
    }
    return connections.evaluate(shard, script(shard), names, arguments);
  }

  @Override
  public synchronized void close() {
    connections.close();
  }

  /**
   * What became of a payment.
   *
   * @param session of its reservation
   * @param settle what is to be decided
   */
  public record Settled(UUID session, Command.Settle settle) {}
}
