package dev.sluice.drain;

import dev.sluice.allocation.Hall;
import dev.sluice.allocation.Reservation;
import dev.sluice.allocation.Snapshot;
import dev.sluice.contract.Digest;
import dev.sluice.contract.ReservationStatus;
import dev.sluice.contract.Rung;
import dev.sluice.contract.Terms;
import dev.sluice.contract.Uuids;
import dev.sluice.journal.Journal;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Loads sessions into a snapshot: five statements for any number of sessions. Halls never change,
 * so they are kept for as long as this object lives.
 */
final class Catalogue {

  private static final String SESSIONS =
      """
      SELECT id, hall_id, sale_opens_at, sale_closes_at, currency, hold_seconds, seats_per_customer_max, ladder,
        policy_version, admitted_number
      FROM session WHERE shard = ? AND id IN (%s)
      """;
  private static final String PRICES =
      "SELECT session_id, grade, amount FROM session_price WHERE session_id IN (%s) ORDER BY"
          + " session_id, position, grade";
  private static final String SECTIONS =
      "SELECT session_id, section, grade FROM session_section WHERE session_id IN (%s) ORDER BY"
          + " session_id, section";
  private static final String SEATS =
      """
      SELECT hall_id, ordinal, label, section, row_label, seat_number, general_admission
      FROM seat WHERE hall_id IN (%s) ORDER BY hall_id, ordinal
      """;
  private static final String RESERVATIONS =
      """
      SELECT session_id, id, customer, status, digest, number, amount, seats, hold_expires_at, decided_at, changed_at
      FROM reservation WHERE session_id IN (%s)
      """;

  private final int shard;
  private final JdbcOperations jdbc;
  private final Map<UUID, Hall> halls = new HashMap<>();
  private final Map<UUID, String> currencies = new HashMap<>();

  Catalogue(int shard, JdbcOperations jdbc) {
    this.shard = shard;
    this.jdbc = jdbc;
  }

  /** The currency of a session that was loaded. */
  String currency(UUID session) {
    return Objects.requireNonNull(
        currencies.get(session), () -> "Session was not loaded: " + session);
  }

  /**
   * Adds the sessions to the snapshot; those that this shard does not have are noted as unknown.
   */
  void load(Set<UUID> sessions, Snapshot snapshot) {
    List<SessionRow> rows = query(SESSIONS, sessions, Catalogue::session, shard);
    Set<UUID> found = rows.stream().map(SessionRow::id).collect(Collectors.toSet());
    sessions.stream().filter(id -> !found.contains(id)).forEach(snapshot::addUnknown);
    if (found.isEmpty()) {
      return;
    }
    Map<UUID, List<Terms.Price>> prices =
        group(
            query(
                PRICES,
                found,
                row ->
                    Map.entry(
                        Uuids.fromBytes(row.getBytes("session_id")),
                        new Terms.Price(row.getString("grade"), row.getLong("amount")))));
    Map<UUID, List<Terms.SectionGrade>> sections =
        group(
            query(
                SECTIONS,
                found,
                row ->
                    Map.entry(
                        Uuids.fromBytes(row.getBytes("session_id")),
                        new Terms.SectionGrade(row.getString("section"), row.getString("grade")))));
    Map<UUID, List<Reservation>> reservations =
        query(RESERVATIONS, found, Catalogue::reservation).stream()
            .collect(Collectors.groupingBy(Reservation::session));
    loadHalls(rows.stream().map(SessionRow::hall).collect(Collectors.toSet()));
    for (SessionRow row : rows) {
      currencies.put(row.id, row.currency);
      snapshot.add(
          row.id,
          Objects.requireNonNull(halls.get(row.hall), () -> "Hall without seats: " + row.hall),
          row.terms(
              prices.getOrDefault(row.id, List.of()), sections.getOrDefault(row.id, List.of())),
          row.admitted,
          reservations.getOrDefault(row.id, List.of()));
    }
  }

  private void loadHalls(Set<UUID> wanted) {
    Set<UUID> missing = new HashSet<>(wanted);
    missing.removeAll(halls.keySet());
    if (missing.isEmpty()) {
      return;
    }
    group(
            query(
                SEATS,
                missing,
                row -> Map.entry(Uuids.fromBytes(row.getBytes("hall_id")), seat(row))))
        .forEach((id, seats) -> halls.put(id, hall(id, seats)));
  }

  private static Hall hall(UUID id, List<SeatRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).ordinal != i) {
        throw new IllegalStateException("Hall " + id + " has no seat with ordinal " + i);
      }
    }
    return Hall.of(id, rows.stream().map(SeatRow::seat).toList());
  }

  private static SessionRow session(ResultSet row) throws SQLException {
    return new SessionRow(
        Uuids.fromBytes(row.getBytes("id")),
        Uuids.fromBytes(row.getBytes("hall_id")),
        row.getString("currency"),
        row.getObject("admitted_number") != null,
        new Terms(
            Uuids.fromBytes(row.getBytes("hall_id")),
            Journal.instant(row, "sale_opens_at"),
            Journal.instant(row, "sale_closes_at"),
            row.getString("currency"),
            Duration.ofSeconds(row.getInt("hold_seconds")),
            row.getInt("seats_per_customer_max"),
            Stream.of(row.getString("ladder").split(",", -1)).map(Rung::valueOf).toList(),
            row.getInt("policy_version"),
            List.of(),
            List.of()));
  }

  private static SeatRow seat(ResultSet row) throws SQLException {
    return new SeatRow(
        row.getInt("ordinal"),
        new Hall.Seat(
            row.getString("label"),
            row.getString("section"),
            row.getString("row_label"),
            row.getInt("seat_number"),
            row.getBoolean("general_admission")));
  }

  private static Reservation reservation(ResultSet row) throws SQLException {
    ByteBuffer bytes = ByteBuffer.wrap(row.getBytes("seats"));
    int[] seats = new int[bytes.remaining() / 4];
    bytes.asIntBuffer().get(seats);
    return new Reservation(
        Uuids.fromBytes(row.getBytes("session_id")),
        Uuids.fromBytes(row.getBytes("id")),
        row.getString("customer"),
        ReservationStatus.ofCode(row.getInt("status")),
        Digest.fromBytes(row.getBytes("digest")),
        row.getLong("number"),
        row.getLong("amount"),
        seats,
        Journal.instant(row, "hold_expires_at"),
        Journal.instant(row, "decided_at"),
        Journal.instant(row, "changed_at"));
  }

  private <T> List<T> query(String sql, Set<UUID> ids, RowReader<T> reader, Object... before) {
    var arguments = new ArrayList<Object>(List.of(before));
    ids.forEach(id -> arguments.add(Uuids.toBytes(id)));
    String placeholders = String.join(",", java.util.Collections.nCopies(ids.size(), "?"));
    return jdbc.query(
        sql.formatted(placeholders), (row, index) -> reader.read(row), arguments.toArray());
  }

  private static <T> Map<UUID, List<T>> group(List<Map.Entry<UUID, T>> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private record SeatRow(int ordinal, Hall.Seat seat) {}

  private record SessionRow(UUID id, UUID hall, String currency, boolean admitted, Terms bare) {

    private Terms terms(List<Terms.Price> prices, List<Terms.SectionGrade> sections) {
      return new Terms(
          bare.hall(),
          bare.opensAt(),
          bare.closesAt(),
          bare.currency(),
          bare.hold(),
          bare.seatsPerCustomerMax(),
          bare.ladder(),
          bare.policyVersion(),
          prices,
          sections);
    }
  }
}
