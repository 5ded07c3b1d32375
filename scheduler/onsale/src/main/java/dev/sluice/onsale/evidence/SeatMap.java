package dev.sluice.onsale.evidence;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The API's seat map, counted.
 *
 * @param session the session
 * @param states number of seats in each state, as the API names it; states without seats are not in
 *     it
 */
public record SeatMap(UUID session, Map<String, Long> states) {

  /** Copies the map. */
  public SeatMap {
    states = Map.copyOf(states);
  }

  /** The map of these numbers of seats. */
  public static SeatMap of(UUID session, long free, long held, long sold) {
    var states = new HashMap<>(Map.of("FREE", free, "HELD", held, "SOLD", sold));
    states.values().removeIf(number -> number == 0);
    return new SeatMap(session, states);
  }
}
