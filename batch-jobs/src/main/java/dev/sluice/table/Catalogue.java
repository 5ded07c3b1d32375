package dev.sluice.table;

import dev.sluice.allocation.seating.Hall;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.allocation.snapshot.Waiter;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.journal.Journal;
import dev.sluice.table.Reservations.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Loads sessions into a snapshot: nine statements for any number of sessions. Halls never change,
 * so they are kept as long as a session needs them. Longer than others since each statement stands
 * beside what reads its rows.
 */
public final class Catalogue {

  private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

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

  /** A session has at most as many reservations with seats as its hall has, and who waits. */
  private static final String PLACES =
      """
      SELECT id, 2 * (SELECT COALESCE(MAX(ordinal), -1) + 1 FROM seat WHERE seat.hall_id = session.hall_id)
        + (SELECT COUNT(*) FROM waiter WHERE waiter.session_id = session.id) AS places
      FROM session WHERE shard = ? AND id IN (%s)
      """;

  private final int shard;
  private final JdbcOperations jdbc;
  private final Reservations stored;
  private final WaiterRows waiting;
  private final Journal journal;
  private final ForgottenIds forgotten;
  private final Map<UUID, Hall> halls = new HashMap<>();
  private final Map<UUID, String> currencies = new HashMap<>();

  public Catalogue(int shard, JdbcOperations jdbc, ForgottenIds forgotten) {
    this.shard = shard;
    this.jdbc = jdbc;
    this.stored = new Reservations(jdbc);
    this.waiting = new WaiterRows(shard, jdbc);
    this.journal = new Journal(jdbc);
    this.forgotten = forgotten;
  }

  /** The currency of a session that was loaded. */
  public String currency(UUID session) {
    return Objects.requireNonNull(
        currencies.get(session), () -> "Session was not loaded: " + session);
  }

  /** Those of the sessions that this shard has, each with what it takes of the memory, at most. */
  public Map<UUID, Long> listPlaces(Set<UUID> sessions) {
    return query(
            PLACES,
            sessions,
            row -> Map.entry(Uuids.fromBytes(row.getBytes("id")), row.getLong("places")),
            shard)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Brings dead reservations back into the snapshot, with one statement.
   *
   * @param names what may have been forgotten of sessions that the snapshot has
   * @return those that there are
   * @throws ContradictoryReservationsException if one is alive: the snapshot has all of those
   */
  public List<Name> recall(Collection<Name> names, Snapshot snapshot) {
    List<Reservation> found = stored.list(names);
    for (Reservation reservation : found) {
      if (reservation.status().isLive()) {
        throw new ContradictoryReservationsException(
            shard,
            reservation.session(),
            "reservation " + reservation.id() + " is alive and has no seat");
      }
    }
    snapshot.recall(found);
    return found.stream().map(dead -> new Name(dead.session(), dead.id())).toList();
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
  public Map<UUID, String> load(Set<UUID> sessions, Snapshot snapshot) {
    List<SessionRow> rows =
        query(SessionRow.SELECT, sessions, SessionRow::read, shard).stream()
            .map(this::withTermsOfJournal)
            .toList();
    Set<UUID> found =
        rows.stream().map(SessionRow::id).collect(Collectors.toCollection(HashSet::new));
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
        stored.listLive(found).stream().collect(Collectors.groupingBy(Reservation::session));
    Map<UUID, List<Waiter>> waiters =
        waiting.list(found).stream()
            .collect(Collectors.groupingBy(waiter -> waiter.reservation().session()));
    Map<UUID, SeatRows> seats =
        listSeats(rows.stream().map(Catalogue::hallOf).collect(Collectors.toSet()));
    var unsaleable = new HashMap<UUID, String>();
    for (SessionRow row : rows) {
      try {
        Hall hall = halls.computeIfAbsent(hallOf(row), id -> hall(id, seats.get(id)));
        Terms terms =
            termsInForce(
                row,
                prices.getOrDefault(row.id(), List.of()),
                sections.getOrDefault(row.id(), List.of()));
        add(
            row,
            hall,
            terms,
            reservations.getOrDefault(row.id(), List.of()),
            waiters.getOrDefault(row.id(), List.of()),
            snapshot);
      } catch (IllegalArgumentException e) {
        unsaleable.put(row.id(), "session " + row.id() + " cannot be sold: " + e.getMessage());
      }
    }
    found.removeAll(unsaleable.keySet());
    if (!found.isEmpty()) {
      forgotten.loaded(found, stored.listDead(found, ForgottenIds.READ_AT_ONCE));
    }
    return unsaleable;
  }

  /** Sessions that were admitted before their terms were kept have them in the journal only. */
  private SessionRow withTermsOfJournal(SessionRow row) {
    if (!row.isAdmitted() || row.inForce() != null) {
      return row;
    }
    return journal
        .findElement(shard, row.admittedNumber())
        .map(
            element ->
                element
                        instanceof
                        JournalElement.Changed(Transition.SessionAdmitted(UUID id, Terms terms))
                    ? row.with(terms)
                    : row)
        .orElse(row);
  }

  private static UUID hallOf(SessionRow row) {
    return row.inForce() == null ? row.hall() : row.inForce().hall();
  }

  /** What the journal has counts; what somebody wrote into the catalogue since is told. */
  private static Terms termsInForce(
      SessionRow row, List<Terms.Price> prices, List<Terms.SectionGrade> sections) {
    Terms inForce = row.inForce();
    if (inForce == null) {
      return row.written(prices, sections);
    }
    try {
      Terms written = row.written(prices, sections);
      if (!written.equals(inForce)) {
        log.warn(
            "Session {} was changed by hand, which is not in force: {} instead of {}",
            row.id(),
            written,
            inForce);
      }
    } catch (IllegalArgumentException e) {
      log.warn("Session {} was changed by hand, to what nobody could sell", row.id(), e);
    }
    return inForce;
  }

  /** Lets go of what no session of the snapshot needs. */
  public void retain(Snapshot snapshot) {
    halls.keySet().retainAll(snapshot.listHalls());
    Set<UUID> sessions = snapshot.listSessions();
    currencies.keySet().retainAll(sessions);
    forgotten.retain(sessions);
  }

  private void add(
      SessionRow row,
      Hall hall,
      Terms terms,
      List<Reservation> reservations,
      List<Waiter> waiters,
      Snapshot snapshot) {
    // What is wrong without any reservation is the catalogue's fault.
    boolean empty = reservations.isEmpty() && waiters.isEmpty();
    if (!empty) {
      new Snapshot().add(row.id(), hall, terms, row.isAdmitted(), List.of());
    }
    try {
      snapshot.add(row.id(), hall, terms, row.isAdmitted(), reservations, waiters);
    } catch (IllegalArgumentException e) {
      if (empty) {
        throw e;
      }
      throw new ContradictoryReservationsException(shard, row.id(), e.getMessage());
    }
    currencies.put(row.id(), terms.currency());
  }

  private Map<UUID, SeatRows> listSeats(Set<UUID> wanted) {
    Set<UUID> missing = new HashSet<>(wanted);
    missing.removeAll(halls.keySet());
    var found = new HashMap<UUID, SeatRows>();
    if (!missing.isEmpty()) {
      // Nothing is kept of a row but its seat: there may be a million.
      jdbc.query(
          connection -> streaming(connection, SEATS, missing),
          row -> {
            found
                .computeIfAbsent(Uuids.fromBytes(row.getBytes("hall_id")), hall -> new SeatRows())
                .add(row);
          });
    }
    return found;
  }

  private static Hall hall(UUID id, @Nullable SeatRows rows) {
    if (rows == null) {
      throw new IllegalArgumentException("hall " + id + " has no seats");
    }
    if (rows.missing >= 0) {
      throw new IllegalArgumentException(
          "hall " + id + " has no seat with ordinal " + rows.missing);
    }
    return Hall.of(id, rows.seats);
  }

  private <T> List<T> query(String sql, Set<UUID> ids, RowReader<T> reader, Object... before) {
    return jdbc.query(
        connection -> streaming(connection, sql, ids, before), (row, index) -> reader.read(row));
  }

  /** Row by row: the driver would keep all of them beside what is made of them. */
  private static PreparedStatement streaming(
      Connection connection, String sql, Set<UUID> ids, Object... before) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(sql.formatted(Reservations.placeholders(ids)));
    statement.setFetchSize(Integer.MIN_VALUE);
    int index = 1;
    for (Object argument : before) {
      statement.setObject(index++, argument);
    }
    for (UUID id : ids) {
      statement.setBytes(index++, Uuids.toBytes(id));
    }
    return statement;
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

  /** The seats of a hall, in the order of their ordinals, which have no gap. */
  private static final class SeatRows {

    private final List<Hall.Seat> seats = new ArrayList<>();
    private int missing = -1;

    private void add(ResultSet row) throws SQLException {
      if (missing < 0 && row.getInt("ordinal") != seats.size()) {
        missing = seats.size();
      }
      seats.add(
          new Hall.Seat(
              row.getString("label"),
              row.getString("section").intern(),
              row.getString("row_label").intern(),
              row.getInt("seat_number"),
              row.getBoolean("general_admission")));
    }
  }
}
