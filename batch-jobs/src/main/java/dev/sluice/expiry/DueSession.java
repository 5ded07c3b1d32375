package dev.sluice.expiry;

import dev.sluice.stream.Pulses;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A session in which something is due.
 *
 * @param shard its shard
 * @param session its id
 * @param dueAt when the first of what is due was
 */
record DueSession(int shard, UUID session, Instant dueAt) {

  /** As it is pulsed. */
  Pulses.Due due() {
    return new Pulses.Due(session, dueAt);
  }

  /** Those of each shard, in their order. */
  static SortedMap<Integer, List<DueSession>> byShard(List<DueSession> sessions) {
    return sessions.stream()
        .collect(Collectors.groupingBy(DueSession::shard, TreeMap::new, Collectors.toList()));
  }
}
