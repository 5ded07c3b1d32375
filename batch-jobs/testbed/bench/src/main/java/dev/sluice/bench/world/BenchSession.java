package dev.sluice.bench.world;

import dev.sluice.rig.GeneratedSession;
import dev.sluice.rig.evidence.table.PlayedSession;
import dev.sluice.rig.evidence.table.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A session to ask seats of.
 *
 * @param id under which it is sold
 * @param seats labels of its seats, in order of their ordinals
 */
public record BenchSession(UUID id, List<String> seats) {

  private static final int SEATS_PER_ROW = 25;
  private static final int ROWS = 20;
  private static final int SEATS_PER_SECTION = ROWS * SEATS_PER_ROW;

  /** Makes a session with at least that many seats; a customer may have eight. */
  public static BenchSession create(Schema schema, int seats) throws SQLException {
    try (Connection connection = schema.connect()) {
      int sections = (seats + SEATS_PER_SECTION - 1) / SEATS_PER_SECTION;
      UUID id =
          GeneratedSession.of("Benchmark", schema.shard())
              .with("sections", sections)
              .with("rows", ROWS)
              .with("seats_per_row", SEATS_PER_ROW)
              .with("hold_seconds", 3_600)
              .create(connection);
      PlayedSession played = new Tables(connection).session(id);
      return new BenchSession(
          id,
          played.seats().entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList());
    }
  }
}
