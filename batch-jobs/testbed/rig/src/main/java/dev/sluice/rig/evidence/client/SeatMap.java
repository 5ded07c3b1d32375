package dev.sluice.rig.evidence.client;

import java.util.Map;
import java.util.UUID;

/**
 * The API's seat map.
 *
 * @param session the session
 * @param states state of each seat, by label
 */
public record SeatMap(UUID session, Map<String, String> states) {

  /** Copies the map. */
  public SeatMap {
    states = Map.copyOf(states);
  }

  /** How many seats are in that state. */
  public long count(String state) {
    return states.values().stream().filter(state::equals).count();
  }
}
