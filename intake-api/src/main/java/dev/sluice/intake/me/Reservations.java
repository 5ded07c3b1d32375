package dev.sluice.intake.me;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.database.DateTimes;
import dev.sluice.intake.outcome.reference.References;
import dev.sluice.intake.session.Halls;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        AND reservation.decided_at <= :at
        AND (reservation.decided_at < :at OR (reservation.session_id, reservation.id) < (:session, :id))
      ORDER BY reservation.decided_at DESC, reservation.session_id DESC, reservation.id DESC
      LIMIT :limit
      """;

  /** As text: as a parameter, an instant loses its milliseconds on MariaDB 10. */
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Cursor BEFORE_ALL =
      new Cursor(Instant.parse("9999-12-31T23:59:59.999Z"), new UUID(-1, -1), new UUID(-1, -1));

  private final JdbcClient jdbc;
  private final Halls halls;
  private final References references;

  Reservations(JdbcClient jdbc, Halls halls, References references) {
    this.jdbc = jdbc;
    this.halls = halls;
    this.references = references;
  }

  /**
   * A page of a customer's reservations, the newest first. Nothing moves from one page to another:
   * what is granted meanwhile comes before the first one.
   *
   * @param after the last one of the page before; null for the first page
   */
  List<ReservationView> list(String customer, @Nullable Cursor after, int limit) {
    Cursor before = after == null ? BEFORE_ALL : after;
    List<Found> page =
        jdbc.sql(PAGE)
            .param("customer", customer)
            .param("at", MILLISECONDS.format(before.decidedAt()))
            .param("session", Uuids.toBytes(before.session()))
            .param("id", Uuids.toBytes(before.id()))
            .param("limit", limit)
            .query((row, n) -> found(row))
            .list();
    Map<References.Decision, String> notes =
        references.findGranted(page.stream().map(Found::grant).toList());
    return page.stream().map(found -> found.view().with(notes.get(found.grant()))).toList();
  }

  private Found found(ResultSet row) throws SQLException {
    ReservationStatus status =
        row.getBoolean("dead")
            ? ReservationStatus.EXPIRED
            : ReservationStatus.ofCode(row.getInt("status"));
    var view =
        new ReservationView(
            Uuids.fromBytes(row.getBytes("id")),
            Uuids.fromBytes(row.getBytes("session_id")),
            status.name(),
            null,
            halls.labels(Uuids.fromBytes(row.getBytes("hall_id")), row.getBytes("seats")),
            row.getLong("amount"),
            row.getString("currency"),
            DateTimes.instant(row, "hold_expires_at"),
            DateTimes.instant(row, "decided_at"),
            DateTimes.instant(row, "changed_at"));
    return new Found(view, new References.Decision(row.getInt("shard"), row.getLong("number")));
  }

  /**
   * A row.
   *
   * @param view without the note
   * @param grant whose slice has the note
   */
  private record Found(ReservationView view, References.Decision grant) {}

  /**
   * Where a page ended.
   *
   * @param decidedAt when its last reservation was granted
   * @param session its session
   * @param id its id
   */
  record Cursor(Instant decidedAt, UUID session, UUID id) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})_([^_]+)_([^_]+)");

    static Cursor of(ReservationView last) {
      return new Cursor(last.decidedAt(), last.session(), last.id());
    }

    /** Null if it is no cursor. */
    static @Nullable Cursor parse(String text) {
      Matcher words = TEXT.matcher(text);
      UUID session = words.matches() ? Uuids.parse(words.group(2)) : null;
      UUID id = session == null ? null : Uuids.parse(words.group(3));
      return session == null || id == null
          ? null
          : new Cursor(Instant.ofEpochMilli(Long.parseLong(words.group(1))), session, id);
    }

    @Override
    public String toString() {
      return decidedAt.toEpochMilli() + "_" + session + "_" + id;
    }
  }
}
