package dev.sluice.onsale;

import dev.sluice.onsale.play.Stage;
import dev.sluice.rig.GeneratedSession;
import dev.sluice.rig.evidence.table.PlayedSession;
import dev.sluice.rig.evidence.table.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The sessions of one run, made anew each time.
 *
 * @param main the 5,000 seats that all want
 * @param warmUp seats to warm up with, on the same shard
 */
record Stages(Stage main, Stage warmUp) {

  private static final List<String> GRADES = List.of("PLATINUM", "GOLD", "SILVER", "BRONZE");

  /** Makes a session for either stage, and one that is closed and one that is not open for both. */
  static Stages create(Connection connection) throws SQLException {
    UUID main =
        GeneratedSession.of("The on-sale", 0)
            .with("sections", 10)
            .with("rows", 20)
            .with("seats_per_row", 25)
            .with("seats_per_customer_max", 6)
            .create(connection);
    UUID warmUp = GeneratedSession.of("Warming up", 0).with("rows", 5).create(connection);
    UUID closed = GeneratedSession.of("Sale over", 1).with("rows", 5).closed().create(connection);
    UUID notOpen =
        GeneratedSession.of("Sale not begun", 2).with("rows", 5).notYetOpen().create(connection);
    return new Stages(
        stage(connection, main, closed, notOpen), stage(connection, warmUp, closed, notOpen));
  }

  /** All sessions that requests are sent to. */
  List<UUID> sessions() {
    return List.of(main.session(), warmUp.session(), main.closed(), main.notOpen());
  }

  private static Stage stage(Connection connection, UUID session, UUID closed, UUID notOpen)
      throws SQLException {
    PlayedSession played = new Tables(connection).session(session);
    List<String> seats =
        played.seats().entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    return new Stage(session, seats, GRADES, closed, notOpen);
  }
}
