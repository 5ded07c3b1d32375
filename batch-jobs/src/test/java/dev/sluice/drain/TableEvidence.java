package dev.sluice.drain;

import dev.sluice.contract.Uuids;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.table.Money;
import dev.sluice.rig.evidence.table.MoneyTables;
import dev.sluice.rig.evidence.table.PlayedSession;
import dev.sluice.rig.evidence.table.PlayedSlices;
import dev.sluice.rig.evidence.table.ReservationRow;
import dev.sluice.rig.evidence.table.SeatRow;
import dev.sluice.rig.evidence.table.SliceRow;
import dev.sluice.rig.evidence.table.Tables;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the tables have of one shard, as the checks of the rig want it. */
final class TableEvidence {

  private static final String OF_SHARD =
      " WHERE session_id IN (SELECT id FROM session WHERE shard = ?)";

  private final JdbcTemplate jdbc;
  private final int shard;

  TableEvidence(JdbcTemplate jdbc, int shard) {
    this.jdbc = jdbc;
    this.shard = shard;
  }

  /** With the slices of the shard, from its first. */
  Evidence of(List<JournalRows.Row> slices) {
    List<PlayedSession> sessions = listSessions();
    return new Evidence(
        Map.of(),
        List.of(),
        new PlayedSlices(slices.stream().map(TableEvidence::slice).toList()),
        sessions,
        listReservations(),
        listSeats(),
        money(sessions),
        List.of(),
        List.of(),
        Map.of(),
        new ClientLog(List.of(), Set.of(), List.of(), List.of()));
  }

  /** Each with all seats of its hall: what a person takes off sale may be taken. */
  private List<PlayedSession> listSessions() {
    var seats = new HashMap<UUID, Map<String, Integer>>();
    jdbc.query(
        """
        SELECT session.id, seat.label, seat.ordinal
        FROM session LEFT JOIN seat ON seat.hall_id = session.hall_id
        WHERE session.shard = ?
        """,
        row -> {
          Map<String, Integer> ofSession =
              seats.computeIfAbsent(Uuids.fromBytes(row.getBytes(1)), _ -> new HashMap<>());
          if (row.getString(2) != null) {
            ofSession.put(row.getString(2), row.getInt(3));
          }
        },
        shard);
    return seats.entrySet().stream()
        .map(session -> new PlayedSession(session.getKey(), shard, session.getValue()))
        .toList();
  }

  private List<ReservationRow> listReservations() {
    return jdbc.query(
        Tables.RESERVATIONS + OF_SHARD, (row, index) -> Tables.reservation(row), shard);
  }

  private List<SeatRow> listSeats() {
    return jdbc.query(
        "SELECT session_id, seat, reservation_id FROM reservation_seat" + OF_SHARD,
        (row, index) ->
            new SeatRow(
                Uuids.fromBytes(row.getBytes(1)), row.getInt(2), Uuids.fromBytes(row.getBytes(3))),
        shard);
  }

  /** What the provider has is left out: tests may say themselves what it took. */
  private Money money(List<PlayedSession> sessions) {
    List<UUID> ids = sessions.stream().map(PlayedSession::id).toList();
    return Objects.requireNonNull(
            jdbc.execute(
                (Connection connection) -> new MoneyTables(connection).read(ids, Set.of())))
        .withoutLedger();
  }

  private static SliceRow slice(JournalRows.Row row) {
    return new SliceRow(
        row.head(),
        row.lastNumber(),
        new SliceRow.Counts(
            row.drained(),
            row.granted(),
            row.waitlisted(),
            row.rejected(),
            row.duplicates(),
            row.deadLettered(),
            row.systemEntries(),
            row.transitions()),
        0,
        row.hash(),
        row.entries());
  }
}
