package dev.sluice.expiry;

import dev.sluice.contract.Uuids;
import dev.sluice.database.DateTimes;
import dev.sluice.shard.DatabaseClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * What the tables say is due. Sessions of paused shards are left out: nothing is decided there.
 * Thread-safe.
 */
final class DueSessions {

  /** Sessions that are looked at together. */
  static final int PAGE = 1_000;

  /** Sessions that are swept with one statement: each may have a hall full of seats. */
  static final int SWEPT = 10;

  private static final UUID FIRST = new UUID(0, 0);

  /** By the index over next_due_at: as many rows are read as are due. */
  private static final String DUE =
      """
      SELECT session.shard, session_state.session_id, session_state.next_due_at AS due_at, UTC_TIMESTAMP(3) AS clock
      FROM session_state
      STRAIGHT_JOIN session ON session.id = session_state.session_id
      STRAIGHT_JOIN shard ON shard.id = session.shard
      WHERE session_state.next_due_at <= UTC_TIMESTAMP(3) AND session_state.next_due_at >= ?
      AND (session_state.next_due_at > ? OR session_state.session_id > ?) AND shard.paused_because IS NULL
      ORDER BY session_state.next_due_at, session_state.session_id
      LIMIT ?
      """;

  private static final String ADMITTED =
      "SELECT session_id FROM session_state WHERE session_id > ? ORDER BY session_id LIMIT ?";

  /**
   * By the seats that are taken and their reservations, and by who waits: dead ones are not looked
   * at, and what a session's row does not say is found, too. 1 is HELD.
   */
  private static final String OVERDUE =
      """
      SELECT session.shard, overdue.session_id, overdue.due_at, UTC_TIMESTAMP(3) AS clock
      FROM (
        SELECT ending.session_id, MIN(ending.due_at) AS due_at
        FROM (
          SELECT reservation.session_id, reservation.hold_expires_at AS due_at
          FROM reservation_seat
          STRAIGHT_JOIN reservation ON reservation.session_id = reservation_seat.session_id
            AND reservation.id = reservation_seat.reservation_id
          WHERE reservation_seat.session_id BETWEEN ? AND ? AND reservation.status = 1
          AND reservation.hold_expires_at <= UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE
          UNION ALL
          SELECT reservation.session_id, reservation.hold_expires_at
          FROM waiter
          STRAIGHT_JOIN reservation ON reservation.session_id = waiter.session_id AND reservation.id = waiter.id
          WHERE waiter.session_id BETWEEN ? AND ?
          AND reservation.hold_expires_at <= UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE
        ) AS ending
        GROUP BY ending.session_id
      ) AS overdue
      JOIN session ON session.id = overdue.session_id
      JOIN shard ON shard.id = session.shard
      WHERE shard.paused_because IS NULL
      ORDER BY overdue.session_id
      """;

  private final JdbcOperations jdbc;

  DueSessions(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * All sessions in which something is due, those first in which it has been for the longest time.
   *
   * @param page takes at most {@link #PAGE} of them, at least one, with the database's clock
   */
  void forEachDue(BiConsumer<List<DueSession>, DatabaseClock> page) {
    Instant at = Instant.EPOCH;
    UUID session = FIRST;
    boolean more = true;
    while (more) {
      Page found = read(DUE, DateTimes.utc(at), DateTimes.utc(at), Uuids.toBytes(session), PAGE);
      found.give(page);
      more = found.sessions.size() == PAGE;
      if (more) {
        at = found.sessions.getLast().dueAt();
        session = found.sessions.getLast().session();
      }
    }
  }

  /**
   * All sessions with a hold that has been over for a minute, by their ids.
   *
   * @param page takes at most {@link #SWEPT} of them, at least one, with the database's clock
   */
  void forEachOverdue(BiConsumer<List<DueSession>, DatabaseClock> page) {
    List<UUID> some = listAdmitted(FIRST);
    while (!some.isEmpty()) {
      UUID last = some.getLast();
      byte[] from = Uuids.toBytes(some.getFirst());
      byte[] to = Uuids.toBytes(last);
      read(OVERDUE, from, to, from, to).give(page);
      some = listAdmitted(last);
    }
  }

  private List<UUID> listAdmitted(UUID after) {
    return jdbc.query(
        ADMITTED,
        (row, index) -> Uuids.fromBytes(row.getBytes("session_id")),
        Uuids.toBytes(after),
        SWEPT);
  }

  private Page read(String sql, Object... arguments) {
    long asked = System.nanoTime();
    var page = new Page(asked);
    page.sessions = jdbc.query(sql, (row, index) -> page.read(row), arguments);
    return page;
  }

  private static final class Page {

    private final long asked;
    private List<DueSession> sessions = List.of();
    private @Nullable DatabaseClock clock;

    private Page(long asked) {
      this.asked = asked;
    }

    private DueSession read(ResultSet row) throws SQLException {
      if (clock == null) {
        clock = DatabaseClock.answered(DateTimes.instant(row, "clock"), asked);
      }
      return new DueSession(
          row.getInt("shard"),
          Uuids.fromBytes(row.getBytes("session_id")),
          DateTimes.instant(row, "due_at"));
    }

    private void give(BiConsumer<List<DueSession>, DatabaseClock> taker) {
      if (clock != null) {
        taker.accept(sessions, clock);
      }
    }
  }
}
