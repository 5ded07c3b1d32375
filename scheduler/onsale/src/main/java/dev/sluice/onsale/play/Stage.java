package dev.sluice.onsale.play;

import java.util.List;
import java.util.UUID;

/**
 * Where it is played.
 *
 * @param session the session that all want
 * @param seats labels of its seats, best first
 * @param grades its grades, dearest first
 * @param closed a session whose sale is over
 * @param notOpen a session whose sale has not begun
 */
public record Stage(
    UUID session, List<String> seats, List<String> grades, UUID closed, UUID notOpen) {

  /** Copies the lists. */
  public Stage {
    seats = List.copyOf(seats);
    grades = List.copyOf(grades);
  }
}
