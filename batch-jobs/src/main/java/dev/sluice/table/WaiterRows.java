package dev.sluice.table;

import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.Waiter;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.journal.JsonRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The rows of those who wait, read and written: one for each, only while it waits. A slice has no
 * statement here unless somebody began to wait or waits no longer.
 */
final class WaiterRows {

  /** A label has none. */
  private static final String BETWEEN_GRADES = ",";

  private static final String LIST =
      Reservations.COLUMNS
          + """
            , w.quantity, w.minimum, w.adjacent, w.grades
          FROM waiter w STRAIGHT_JOIN reservation r ON r.session_id = w.session_id AND r.id = w.id
          WHERE w.session_id IN (%s)
          """;

  private static final String DELETE =
      """
      DELETE w FROM JSON_TABLE(?, '$[*]' COLUMNS (session CHAR(32) PATH '$[0]', id CHAR(32) PATH '$[1]')) gone
      STRAIGHT_JOIN waiter w ON w.session_id = UNHEX(gone.session) AND w.id = UNHEX(gone.id)
      """;

  /** Alone among changes of a reservation it gives the hold an end. */
  private static final String SERVE =
      """
      UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
        session CHAR(32) PATH '$[0]', id CHAR(32) PATH '$[1]', status INT PATH '$[2]', amount BIGINT PATH '$[3]',
        seats VARCHAR(128) PATH '$[4]', expires DATETIME(3) PATH '$[5]', at DATETIME(3) PATH '$[6]')) served
      STRAIGHT_JOIN reservation r ON r.session_id = UNHEX(served.session) AND r.id = UNHEX(served.id)
      SET r.status = served.status, r.amount = served.amount, r.seats = UNHEX(served.seats),
        r.hold_expires_at = served.expires, r.changed_at = served.at
      """;

  private final int shard;
  private final JdbcOperations jdbc;

  WaiterRows(int shard, JdbcOperations jdbc) {
    this.shard = shard;
    this.jdbc = jdbc;
  }

  /**
   * Who waits for seats of sessions, in no order.
   *
   * @throws ContradictoryReservationsException if a reservation that does not wait has a row
   */
  List<Waiter> list(Set<UUID> sessions) {
    return jdbc.query(
        LIST.formatted(Reservations.placeholders(sessions)),
        (row, index) -> waiter(row),
        sessions.stream().map(Uuids::toBytes).toArray());
  }

  private Waiter waiter(ResultSet row) throws SQLException {
    Reservation reservation = Reservations.reservation(row, Map.of());
    if (reservation.status() != ReservationStatus.WAITING) {
      throw new ContradictoryReservationsException(
          shard,
          reservation.session(),
          "reservation %s is %s and has a row of those who wait"
              .formatted(reservation.id(), reservation.status()));
    }
    return new Waiter(
        reservation,
        new Command.ReserveBest(
            List.of(row.getString("grades").split(BETWEEN_GRADES, -1)),
            row.getInt("quantity"),
            row.getInt("minimum"),
            row.getBoolean("adjacent"),
            true,
            null,
            null));
  }

  /** Deletes who waited before the slice and waits no longer. */
  static Optional<Grants.Change> dequeue(List<Reservation> dequeued) {
    var rows = new JsonRows(dequeued.size());
    dequeued.forEach(each -> rows.row().value(each.session()).value(each.id()));
    return Grants.join("waiter", DELETE, rows);
  }

  /** Gives seats to reservations that waited before the slice, whatever became of them since. */
  static Optional<Grants.Change> serve(List<Reservation> served) {
    var rows = new JsonRows(served.size());
    for (Reservation reservation : served) {
      rows.row()
          .value(reservation.session())
          .value(reservation.id())
          .value(reservation.status().code())
          .value(reservation.amount())
          .value(Grants.ordinals(reservation))
          .value(reservation.holdExpiresAt())
          .value(reservation.changedAt());
    }
    return Grants.join("reservation", SERVE, rows);
  }

  /** Inserts who began to wait. */
  static Optional<Grants.Change> queue(List<Waiter> queued) {
    var text =
        new InsertText(
            "waiter (session_id, id, quantity, minimum, adjacent, grades)", queued.size());
    for (Waiter waiter : queued) {
      Command.ReserveBest wish = waiter.wish();
      text.row()
          .value(waiter.reservation().session())
          .value(waiter.reservation().id())
          .value(wish.quantity())
          .value(wish.minimum())
          .value(wish.adjacent() ? 1 : 0)
          .plain(String.join(BETWEEN_GRADES, wish.grades()));
    }
    return Grants.insert("waiter", text);
  }
}
