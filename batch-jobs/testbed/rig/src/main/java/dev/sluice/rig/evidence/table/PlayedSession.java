package dev.sluice.rig.evidence.table;

import java.util.Map;
import java.util.UUID;

/**
 * A session that was played for.
 *
 * @param id the session
 * @param shard its shard
 * @param seats ordinals of the seats that are on sale, by label
 */
public record PlayedSession(UUID id, int shard, Map<String, Integer> seats) {

  /** Copies the map. */
  public PlayedSession {
    seats = Map.copyOf(seats);
  }
}
