package dev.sluice.intake.me;

import dev.sluice.contract.ReservationStatus;
import dev.sluice.contract.Uuids;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.session.Halls;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reservations in the database. */
@Component
final class Reservations {

  /** A hold is dead at its instant, even if no drain has said so yet. */
  private static final String PAGE =
      """
      SELECT reservation.*, session.hall_id,
             reservation.status = 1 AND reservation.hold_expires_at <= UTC_TIMESTAMP(3) AS dead
      FROM reservation
      JOIN session ON session.id = reservation.session_id
      WHERE reservation.customer = :customer
        AND reservation.session_id >= :session
        AND (reservation.session_id > :session OR reservation.id > :id)
      ORDER BY reservation.session_id, reservation.id
      LIMIT :limit
      """;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final JdbcClient jdbc;
  private final Halls halls;

  Reservations(JdbcClient jdbc, Halls halls) {
    this.jdbc = jdbc;
    this.halls = halls;
  }

  /**
   * A page of a customer's reservations.
   *
   * @param after the last one of the page before; null for the first page
   */
  List<ReservationView> list(String customer, @Nullable RequestKey after, int limit) {
    return jdbc.sql(PAGE)
        .param("customer", customer)
        .param("session", Uuids.toBytes(after == null ? BEFORE_ALL : after.session()))
        .param("id", Uuids.toBytes(after == null ? BEFORE_ALL : after.id()))
        .param("limit", limit)
        .query((row, n) -> view(row))
        .list();
  }

  private ReservationView view(ResultSet row) throws SQLException {
    ReservationStatus status =
        row.getBoolean("dead")
            ? ReservationStatus.EXPIRED
            : ReservationStatus.ofCode(row.getInt("status"));
    return new ReservationView(
        Uuids.fromBytes(row.getBytes("id")),
        Uuids.fromBytes(row.getBytes("session_id")),
        status.name(),
        halls.labels(Uuids.fromBytes(row.getBytes("hall_id")), row.getBytes("seats")),
        row.getLong("amount"),
        row.getString("currency"),
        instant(row, "hold_expires_at"),
        instant(row, "decided_at"),
        instant(row, "changed_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
