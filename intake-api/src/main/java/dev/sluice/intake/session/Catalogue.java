package dev.sluice.intake.session;

import dev.sluice.contract.Uuids;
import dev.sluice.database.DateTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sessions in the database. */
@Component
final class Catalogue {

  private static final String SESSIONS =
      """
      SELECT session.*, `show`.title, `show`.`cast`, `show`.category,
             hall.name AS hall_name, venue.name AS venue_name, venue.city, venue.time_zone,
             COALESCE(session_state.terms_number, session.admitted_number) AS terms_number
      FROM session
      LEFT JOIN session_state ON session_state.session_id = session.id
      JOIN `show` ON `show`.id = session.show_id
      JOIN hall ON hall.id = session.hall_id
      JOIN venue ON venue.id = hall.venue_id
      """;

  private static final String PRICES =
      """
      SELECT grade, amount FROM session_price WHERE session_id = ? ORDER BY position, grade
      """;

  private static final String PAGE =
      """
      SELECT id FROM session
      WHERE (starts_at >= :now OR sale_closes_at > :now) AND (starts_at, id) > (:start, :id)
      ORDER BY starts_at, id
      LIMIT :limit
      """;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final JdbcClient jdbc;

  Catalogue(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The session, if there is one of that id. */
  Optional<Session> find(UUID id) {
    // Before the session, not while its row is read: that would need two connections at once, and
    // as many callers as the pool has connections would each wait for a second one.
    List<Session.Price> prices = prices(id);
    Map<String, String> sections = sections(id);
    return jdbc.sql(SESSIONS + "WHERE session.id = ?")
        .param(Uuids.toBytes(id))
        .query((row, n) -> session(row, prices, sections))
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
   * Ids of a page of sessions that have not begun or are still on sale, those that start first
   * first.
   *
   * @param now the instant
   * @param afterStart start of the page before's last session; null for the first page
   * @param afterId id of the page before's last session
   * @param limit length of the page
   */
  List<UUID> listIds(Instant now, @Nullable Instant afterStart, @Nullable UUID afterId, int limit) {
    return jdbc.sql(PAGE)
        .param("now", DateTimes.utc(now))
        .param("start", DateTimes.utc(afterStart == null ? Instant.EPOCH : afterStart))
        .param("id", Uuids.toBytes(afterId == null ? BEFORE_ALL : afterId))
        .param("limit", limit)
        .query((row, n) -> Uuids.fromBytes(row.getBytes(1)))
        .list();
  }

  private List<Session.Price> prices(UUID session) {
    return jdbc.sql(PRICES)
        .param(Uuids.toBytes(session))
        .query((row, n) -> new Session.Price(row.getString("grade"), row.getLong("amount")))
        .list();
  }

  private Map<String, String> sections(UUID session) {
    return jdbc
        .sql("SELECT section, grade FROM session_section WHERE session_id = ?")
        .param(Uuids.toBytes(session))
        .query((row, n) -> Map.entry(row.getString("section"), row.getString("grade")))
        .list()
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Session session(
      ResultSet row, List<Session.Price> prices, Map<String, String> sections) throws SQLException {
    long terms = row.getLong("terms_number");
    @Nullable Long termsNumber = row.wasNull() ? null : terms;
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
        DateTimes.instant(row, "starts_at"),
        DateTimes.instant(row, "sale_opens_at"),
        DateTimes.instant(row, "sale_closes_at"),
        row.getString("currency"),
        row.getInt("hold_seconds"),
        row.getInt("seats_per_customer_max"),
        List.of(row.getString("ladder").split(",")),
        row.getInt("policy_version"),
        prices,
        sections,
        termsNumber);
  }
}
