package dev.sluice.table;

import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Digest;
import dev.sluice.database.DateTimes;
import dev.sluice.journal.JsonRows;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;

/** The rows of reservations. */
public final class Reservations {

  static final String COLUMNS =
      """
      SELECT r.session_id, r.id, r.customer, r.status, r.digest, r.number, r.amount, r.seats, r.hold_expires_at,
        r.decided_at, r.changed_at
      """;

  /** Live ones have seats, and only they: so the dead, however many, are not even looked at. */
  static final String FROM_LIVE =
      """
      FROM (SELECT DISTINCT session_id, reservation_id FROM reservation_seat WHERE session_id IN (%s)) live
      """;

  /** Those of a JSON array of session and id. */
  static final String FROM_NAMED =
      """
      FROM JSON_TABLE(?, '$[*]' COLUMNS (session CHAR(32) PATH '$[0]', id CHAR(32) PATH '$[1]')) named
      """;

  private static final String LIVE =
      COLUMNS
          + FROM_LIVE
          + """
          STRAIGHT_JOIN reservation r ON r.session_id = live.session_id AND r.id = live.reservation_id
          """;

  private static final String NAMED =
      COLUMNS
          + FROM_NAMED
          + """
          STRAIGHT_JOIN reservation r ON r.session_id = UNHEX(named.session) AND r.id = UNHEX(named.id)
          """;

  private static final String LIVE_CODES =
      Arrays.stream(ReservationStatus.values())
          .filter(ReservationStatus::isLive)
          .map(status -> Integer.toString(status.code()))
          .collect(Collectors.joining(","));

  private static final String FIRST_DEAD =
      "SELECT session_id, id FROM reservation WHERE session_id IN (%s) AND status NOT IN ("
          + LIVE_CODES
          + ") LIMIT ?";

  private static final String NEXT_DEAD =
      "SELECT session_id, id FROM reservation WHERE session_id = ? AND id > ? AND status NOT IN ("
          + LIVE_CODES
          + ") ORDER BY id LIMIT ?";

  private final JdbcOperations jdbc;
  private final Payments payments;

  public Reservations(JdbcOperations jdbc) {
    this.jdbc = jdbc;
    this.payments = new Payments(jdbc);
  }

  /** The live reservations of sessions. */
  List<Reservation> listLive(Set<UUID> sessions) {
    Map<Name, List<Payment>> tried = payments.listOfLive(sessions);
    return jdbc.query(
        LIVE.formatted(placeholders(sessions)),
        (row, index) -> reservation(row, tried),
        sessions.stream().map(Uuids::toBytes).toArray());
  }

  /** Those of these reservations that there are, dead or alive, in no order. */
  List<Reservation> list(Collection<Name> names) {
    var rows = new JsonRows(names.size());
    names.forEach(name -> rows.row().value(name.session).value(name.id));
    Map<Name, List<Payment>> tried = payments.list(rows.toString());
    return jdbc.query(NAMED, (row, index) -> reservation(row, tried), rows.toString());
  }

  /** Up to so many of the dead reservations of sessions, in no order. */
  public List<Name> listDead(Set<UUID> sessions, int limit) {
    var arguments = sessions.stream().<Object>map(Uuids::toBytes).collect(Collectors.toList());
    arguments.add(limit);
    return jdbc.query(
        FIRST_DEAD.formatted(placeholders(sessions)),
        (row, index) -> name(row),
        arguments.toArray());
  }

  /** Up to so many of the session's dead reservations behind an id, in the order of the bytes. */
  List<Name> listDeadAfter(UUID session, UUID id, int limit) {
    return jdbc.query(
        NEXT_DEAD, (row, index) -> name(row), Uuids.toBytes(session), Uuids.toBytes(id), limit);
  }

  static String placeholders(Set<UUID> ids) {
    return String.join(",", Collections.nCopies(ids.size(), "?"));
  }

  private static Name name(ResultSet row) throws SQLException {
    return new Name(
        Uuids.fromBytes(row.getBytes("session_id")), Uuids.fromBytes(row.getBytes("id")));
  }

  static Reservation reservation(ResultSet row, Map<Name, List<Payment>> tried)
      throws SQLException {
    ByteBuffer bytes = ByteBuffer.wrap(row.getBytes("seats"));
    int[] seats = new int[bytes.remaining() / 4];
    bytes.asIntBuffer().get(seats);
    Name name = name(row);
    return new Reservation(
        name.session,
        name.id,
        row.getString("customer"),
        ReservationStatus.ofCode(row.getInt("status")),
        Digest.fromBytes(row.getBytes("digest")),
        row.getLong("number"),
        row.getLong("amount"),
        seats,
        DateTimes.instant(row, "hold_expires_at"),
        DateTimes.instant(row, "decided_at"),
        DateTimes.instant(row, "changed_at"),
        List.copyOf(tried.getOrDefault(name, List.of())));
  }

  /** What a reservation is found by: its id is scoped to its session. */
  public record Name(UUID session, UUID id) {}
}
