package dev.sluice.intake.session;

import dev.sluice.contract.Uuids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sessions in the database. */
@Component
final class Catalogue {

  private static final String SESSIONS =
      """
      SELECT session.*, `show`.title, `show`.`cast`, `show`.category,
             hall.name AS hall_name, venue.name AS venue_name, venue.city, venue.time_zone
      FROM session
      JOIN `show` ON `show`.id = session.show_id
      JOIN hall ON hall.id = session.hall_id
      JOIN venue ON venue.id = hall.venue_id
      """;

  private static final String PRICES =
      """
      SELECT grade, amount FROM session_price WHERE session_id = ? ORDER BY position, grade
      """;

  private final JdbcClient jdbc;

  Catalogue(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The session, if there is one of that id. */
  Optional<Session> find(UUID id) {
    // Before the session, not while its row is read: that would need two connections at once, and
    // as many callers as the pool has connections would each wait for a second one.
    List<Session.Price> prices = prices(id);
    return jdbc.sql(SESSIONS + "WHERE session.id = ?")
        .param(Uuids.toBytes(id))
        .query((row, n) -> session(row, prices))
        .optional();
  }

  /** Those of the ids that sessions have; the list is not empty. */
  List<UUID> listKnown(List<UUID> ids) {
    return jdbc.sql("SELECT id FROM session WHERE id IN (:ids)")
        .param("ids", ids.stream().map(Uuids::toBytes).toList())
        .query((row, n) -> Uuids.fromBytes(row.getBytes(1)))
        .list();
  }

  /**
   * Ids of a page of sessions, those that start first first.
   *
   * @param from earliest start
   * @param afterStart start of the page before's last session; null for the first page
   * @param afterId id of the page before's last session
   * @param limit length of the page
   */
  List<UUID> listIds(
      Instant from, @Nullable Instant afterStart, @Nullable UUID afterId, int limit) {
    if (afterStart == null || afterId == null) {
      return jdbc.sql("SELECT id FROM session WHERE starts_at >= ? ORDER BY starts_at, id LIMIT ?")
          .params(utc(from), limit)
          .query((row, n) -> Uuids.fromBytes(row.getBytes(1)))
          .list();
    }
    return jdbc.sql(
            "SELECT id FROM session WHERE (starts_at, id) > (?, ?) ORDER BY starts_at, id LIMIT ?")
        .params(utc(afterStart), Uuids.toBytes(afterId), limit)
        .query((row, n) -> Uuids.fromBytes(row.getBytes(1)))
        .list();
  }

  private List<Session.Price> prices(UUID session) {
    return jdbc.sql(PRICES)
        .param(Uuids.toBytes(session))
        .query((row, n) -> new Session.Price(row.getString("grade"), row.getLong("amount")))
        .list();
  }

  private static Session session(ResultSet row, List<Session.Price> prices) throws SQLException {
    return new Session(
        Uuids.fromBytes(row.getBytes("id")),
        row.getInt("shard"),
        new Session.Show(
            Uuids.fromBytes(row.getBytes("show_id")),
            row.getString("title"),
            row.getString("cast"),
            row.getString("category")),
        new Session.Hall(
            Uuids.fromBytes(row.getBytes("hall_id")),
            row.getString("hall_name"),
            row.getString("venue_name"),
            row.getString("city"),
            row.getString("time_zone")),
        instant(row, "starts_at"),
        instant(row, "sale_opens_at"),
        instant(row, "sale_closes_at"),
        row.getString("currency"),
        row.getInt("hold_seconds"),
        row.getInt("seats_per_customer_max"),
        List.of(row.getString("ladder").split(",")),
        row.getInt("policy_version"),
        prices);
  }

  /** A DATETIME is UTC here; as a local time it passes the driver without a zone. */
  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
