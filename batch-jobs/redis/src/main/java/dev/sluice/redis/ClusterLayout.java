package dev.sluice.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;

/**
 * Which node of a Cluster has which slots.
 *
 * @param ranges in no order, without gaps if the Cluster is whole
 */
record ClusterLayout(List<Range> ranges) {

  /** Makes an address of a node's host, which is empty for the node that was asked. */
  @FunctionalInterface
  interface Addresses {

    RedisURI of(String host, int port);
  }

  /** Reads the answer of {@code CLUSTER SLOTS}: from, to, master, replicas. */
  static ClusterLayout of(List<Object> answer, Addresses addresses) {
    var ranges = new ArrayList<Range>();
    for (Object one : answer) {
      List<?> range = (List<?>) one;
      List<?> master = (List<?>) range.get(2);
      Object host = master.get(0);
      ranges.add(
          new Range(
              number(range.get(0)),
              number(range.get(1)),
              addresses.of(host == null ? "" : host.toString(), number(master.get(1)))));
    }
    return new ClusterLayout(List.copyOf(ranges));
  }

  /** The master that holds the keys of a shard. */
  RedisURI serverOf(int shard) {
    int slot = SlotHash.getSlot("{s" + shard + "}");
    return ranges.stream()
        .filter(range -> range.from <= slot && slot <= range.to)
        .findFirst()
        .orElseThrow(() -> new RedisException("No node of the Cluster has slot " + slot))
        .master;
  }

  /** All masters, each once. */
  List<RedisURI> servers() {
    return ranges.stream().map(Range::master).distinct().toList();
  }

  private static int number(Object value) {
    return Integer.parseInt(value.toString());
  }

  /** Slots from one to another, both included, and who has them. */
  record Range(int from, int to, RedisURI master) {}
}
