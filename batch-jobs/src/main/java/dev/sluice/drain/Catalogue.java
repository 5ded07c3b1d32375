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
import java.time.Instant;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Loads sessions into a snapshot: five statements for any number of sessions. Halls never change,
 * so they are kept as long as a session needs them.
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
   * One that nobody can sell, because its terms or its hall are wrong, is left out: what is wrong
   * with it must not hold up the others.
   *
   * @return why sessions were left out
   * @throws ContradictoryReservationsException if two reservations of a session have one seat, or
   *     the like
   */
  Map<UUID, String> load(Set<UUID> sessions, Snapshot snapshot) {
    List<SessionRow> rows = query(SESSIONS, sessions, Catalogue::session, shard);
    Set<UUID> found = rows.stream().map(SessionRow::id).collect(Collectors.toSet());
    sessions.stream().filter(id -> !found.contains(id)).forEach(snapshot::addUnknown);
    if (found.isEmpty()) {
      return Map.of();
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
    Map<UUID, List<SeatRow>> seats =
        listSeats(rows.stream().map(SessionRow::hall).collect(Collectors.toSet()));
    var unsaleable = new HashMap<UUID, String>();
    for (SessionRow row : rows) {
      try {
        Hall hall = halls.computeIfAbsent(row.hall, id -> hall(id, seats.get(id)));
        Terms terms =
            row.terms(
                prices.getOrDefault(row.id, List.of()), sections.getOrDefault(row.id, List.of()));
        add(row, hall, terms, reservations.getOrDefault(row.id, List.of()), snapshot);
      } catch (IllegalArgumentException e) {
        unsaleable.put(row.id, "session " + row.id + " cannot be sold: " + e.getMessage());
      }
    }
    return unsaleable;
  }

  /** Lets go of what no session of the snapshot needs. */
  void retain(Snapshot snapshot) {
    halls.keySet().retainAll(snapshot.listHalls());
    currencies.keySet().removeIf(session -> !snapshot.knows(session));
  }

  private void add(
      SessionRow row, Hall hall, Terms terms, List<Reservation> reservations, Snapshot snapshot) {
    // What is wrong without any reservation is the catalogue's fault.
    if (!reservations.isEmpty()) {
      new Snapshot().add(row.id, hall, terms, row.admitted, List.of());
    }
    try {
      snapshot.add(row.id, hall, terms, row.admitted, reservations);
    } catch (IllegalArgumentException e) {
      if (reservations.isEmpty()) {
        throw e;
      }
      throw new ContradictoryReservationsException(shard, row.id, e.getMessage());
    }
    currencies.put(row.id, row.currency);
  }

  private Map<UUID, List<SeatRow>> listSeats(Set<UUID> wanted) {
    Set<UUID> missing = new HashSet<>(wanted);
    missing.removeAll(halls.keySet());
    return missing.isEmpty()
        ? Map.of()
        : group(
            query(
                SEATS,
                missing,
                row -> Map.entry(Uuids.fromBytes(row.getBytes("hall_id")), seat(row))));
  }

  private static Hall hall(UUID id, @Nullable List<SeatRow> rows) {
    if (rows == null) {
      throw new IllegalArgumentException("hall " + id + " has no seats");
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).ordinal != i) {
        throw new IllegalArgumentException("hall " + id + " has no seat with ordinal " + i);
      }
    }
    return Hall.of(id, rows.stream().map(SeatRow::seat).toList());
  }

  private static SessionRow session(ResultSet row) throws SQLException {
    return new SessionRow(
        Uuids.fromBytes(row.getBytes("id")),
        Uuids.fromBytes(row.getBytes("hall_id")),
        Journal.instant(row, "sale_opens_at"),
        Journal.instant(row, "sale_closes_at"),
        row.getString("currency"),
        row.getInt("hold_seconds"),
        row.getInt("seats_per_customer_max"),
        row.getString("ladder"),
        row.getInt("policy_version"),
        row.getObject("admitted_number") != null);
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

  private record SessionRow(
      UUID id,
      UUID hall,
      Instant opensAt,
      Instant closesAt,
      String currency,
      int holdSeconds,
      int seatsPerCustomerMax,
      String ladder,
      int policyVersion,
      boolean admitted) {

    private Terms terms(List<Terms.Price> prices, List<Terms.SectionGrade> sections) {
      return new Terms(
          hall,
          opensAt,
          closesAt,
          currency,
          Duration.ofSeconds(holdSeconds),
          seatsPerCustomerMax,
          Stream.of(ladder.split(",", -1)).map(Rung::valueOf).toList(),
          policyVersion,
          prices,
          sections);
    }
  }
}
