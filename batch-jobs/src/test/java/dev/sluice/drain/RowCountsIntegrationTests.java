package dev.sluice.drain;

import static dev.sluice.drain.Requests.cancel;
import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.Allocation;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Every statement of a slice changes exactly what was sent, without a warning, or nothing is. */
class RowCountsIntegrationTests extends OneSession {

  /** Its own: tables are changed. */
  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  private Request held;
  private ShardDrain drain;

  RowCountsIntegrationTests() {
    super(fixture);
  }

  /** A drain that has the session in memory, with a hold of two seats. */
  @BeforeEach
  void hold() {
    held = reserve(session, "anna", "A-1-1", "A-1-2");
    requests.append(held);
    drain = fixture.newDrain(shard);
    fixture.drain(shard, drain);
  }

  @AfterEach
  void close() {
    drain.close();
  }

  /**
   * Reading again does not help, so the one request is put aside, and the next one is decided. Seen
   * to fail without the check of {@code DELETE_SEATS}, and where it was tried for ever.
   */
  @Test
  void putsARequestAsideWhoseSeatSomebodyElseHasDeleted() {
    fixture.jdbc().update("DELETE FROM reservation_seat WHERE session_id = ? AND seat = 1", id());
    EntryId cancel = requests.append(cancel(session, "anna", held.id()));
    EntryId next = requests.append(reserve(session, "ben", "B-1-1"));
    fixture.drain(shard, drain);
    assertContradicts(cancel);
    assertThat(fixture.journalRows(shard).get(next)).isInstanceOf(Outcome.Held.class);

    insertSeat(1, held.id());
    fixture.promises(shard).check(requests);
  }

  /** Seen to fail without the reservation in the condition of {@code DELETE_SEATS}. */
  @Test
  void putsARequestAsideWhoseSeatSomebodyElseHasTaken() {
    UUID stranger = UUID.randomUUID();
    give(1, stranger);
    EntryId cancel = requests.append(cancel(session, "anna", held.id()));
    fixture.drain(shard, drain);
    assertContradicts(cancel);

    give(1, held.id());
    fixture.promises(shard).check(requests);
  }

  /**
   * The first try is rolled back; the next one has read what is there now. Seen to fail without the
   * check of {@code UPDATE_RESERVATIONS}.
   */
  @Test
  void rollsASliceBackWhoseReservationSomebodyElseHasDeleted() {
    fixture.jdbc().update("DELETE FROM reservation WHERE session_id = ?", id());
    EntryId entry = requests.append(cancel(session, "anna", held.id(), "A-1-2"));
    assertThat(fixture.attempt(drain)).isEmpty();
    fixture.drain(shard, drain);

    assertThat(fixture.journalRows(shard).get(entry)).isInstanceOf(Outcome.Rejected.class);
    assertThat(count("reservation_seat")).isEqualTo(2);
  }

  /** Seen to fail without the check of {@code ADMIT_SESSIONS}. */
  @Test
  void rollsASliceBackWhoseSessionSomebodyDeletesMeanwhile() {
    UUID other = fixture.newSession(shard);
    DrainParts deleting =
        fixture.parts(
            (snapshot, entries, now, number) -> {
              delete(other);
              return Allocation.decide(snapshot, entries, now, number);
            });
    EntryId entry = requests.append(reserve(other, "anna", "A-1-1"));
    try (var hurt = new ShardDrain(fixture.newLease(shard), deleting)) {
      fixture.drain(shard, hurt);
    }
    assertThat(fixture.journalRows(shard).get(entry))
        .isEqualTo(Outcome.Rejected.because(Reason.UNKNOWN_SESSION));
    fixture.promises(shard).check(requests);
  }

  /**
   * A server that changes a value on its way into a row says so by a warning only. Seen to fail
   * without {@code setIgnoreWarnings(false)}: the customer was stored as "a-name-t"; and where the
   * slice was tried for ever.
   */
  @Test
  void putsARequestAsideWhoseValueTheServerChanges() {
    fixture.jdbc().execute("ALTER TABLE reservation MODIFY customer VARCHAR(8) NOT NULL");
    DrainParts lenient =
        fixture.parts(lenient(fixture.database().connections()), fixture.settings().build());
    EntryId entry = requests.append(reserve(session, "a-name-that-is-cut", "B-1-1"));
    try (var hurt = new ShardDrain(fixture.newLease(shard), lenient)) {
      fixture.drain(shard, hurt);
    } finally {
      fixture
          .jdbc()
          .execute(
              "ALTER TABLE reservation MODIFY customer VARCHAR(64) CHARACTER SET ascii COLLATE"
                  + " ascii_bin NOT NULL");
    }
    assertThat(fixture.journalRows(shard).get(entry))
        .isEqualTo(new Outcome.DeadLettered("the database refused one of its values"));
    assertThat(count("reservation")).isEqualTo(1);
    assertThat(count("reservation_seat")).isEqualTo(2);
    fixture.promises(shard).check(requests);
  }

  private void assertContradicts(EntryId entry) {
    assertThat(fixture.journalRows(shard).get(entry))
        .isEqualTo(new Outcome.DeadLettered("it contradicts what is stored"));
    assertThat(fixture.shards().findPause(shard)).isNull();
  }

  private void give(int seat, UUID reservation) {
    fixture
        .jdbc()
        .update(
            "UPDATE reservation_seat SET reservation_id = ? WHERE session_id = ? AND seat = ?",
            Uuids.toBytes(reservation),
            id(),
            seat);
  }

  private void insertSeat(int seat, UUID reservation) {
    fixture
        .jdbc()
        .update(
            "INSERT INTO reservation_seat (session_id, seat, reservation_id) VALUES (?, ?, ?)",
            id(),
            seat,
            Uuids.toBytes(reservation));
  }

  private static void delete(UUID gone) {
    for (String table : List.of("session_section", "session_price")) {
      fixture.jdbc().update("DELETE FROM " + table + " WHERE session_id = ?", Uuids.toBytes(gone));
    }
    fixture.jdbc().update("DELETE FROM session WHERE id = ?", Uuids.toBytes(gone));
  }

  private long count(String table) {
    Long count =
        fixture
            .jdbc()
            .queryForObject(
                "SELECT COUNT(*) FROM " + table + " WHERE session_id = ?", Long.class, id());
    return count == null ? 0 : count;
  }

  private Object id() {
    return Uuids.toBytes(session);
  }

  /** Connections on which the server does not insist on what is sent. */
  private static DelegatingDataSource lenient(DataSource database) {
    return new DelegatingDataSource(database) {
      @Override
      public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET SESSION sql_mode = ''");
        }
        return connection;
      }
    };
  }
}
