package dev.sluice.drain;

import static dev.sluice.drain.Requests.cancel;
import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.Allocation;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.Reason;
import dev.sluice.contract.Request;
import dev.sluice.contract.Uuids;
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
class RowCountsIntegrationTests {

  /** Its own: tables are changed. */
  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  private int shard;
  private UUID session;
  private Requests requests;
  private Request held;
  private ShardDrain drain;

  /** A drain that has the session in memory, with a hold of two seats. */
  @BeforeEach
  void hold() {
    shard = fixture.newShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    held = reserve(session, "anna", "A-1-1", "A-1-2");
    requests.append(held);
    drain = fixture.newDrain(shard);
    fixture.drain(shard, drain);
  }

  @AfterEach
  void close() {
    drain.close();
  }

  /** Seen to fail without the check of {@code DELETE_SEATS}. */
  @Test
  void rollsASliceBackWhoseSeatSomebodyElseHasDeleted() {
    fixture.jdbc().update("DELETE FROM reservation_seat WHERE session_id = ? AND seat = 1", id());
    requests.append(cancel(session, "anna", held.id()));
    requests.append(reserve(session, "ben", "B-1-1"));
    assertNothingIsDecided(2);

    insertSeat(1, held.id());
    assertIsDecided();
  }

  /** Seen to fail without the reservation in the condition of {@code DELETE_SEATS}. */
  @Test
  void rollsASliceBackWhoseSeatSomebodyElseHasTaken() {
    UUID stranger = UUID.randomUUID();
    fixture
        .jdbc()
        .update(
            "UPDATE reservation_seat SET reservation_id = ? WHERE session_id = ? AND seat = 1",
            Uuids.toBytes(stranger),
            id());
    requests.append(cancel(session, "anna", held.id()));
    assertNothingIsDecided(1);

    fixture
        .jdbc()
        .update(
            "UPDATE reservation_seat SET reservation_id = ? WHERE session_id = ? AND seat = 1",
            Uuids.toBytes(held.id()),
            id());
    assertIsDecided();
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
   * without {@code setIgnoreWarnings(false)}: the customer was stored as "a-name-t".
   */
  @Test
  void rollsASliceBackThatTheServerWarnsOf() {
    fixture.jdbc().execute("ALTER TABLE reservation MODIFY customer VARCHAR(8) NOT NULL");
    DrainParts lenient =
        fixture.parts(lenient(fixture.database().connections()), fixture.settings().build());
    EntryId entry = requests.append(reserve(session, "a-name-that-is-cut", "B-1-1"));
    try (var hurt = new ShardDrain(fixture.newLease(shard), lenient)) {
      for (int i = 0; i < 3; i++) {
        assertThat(fixture.attempt(hurt)).isEmpty();
      }
      assertThat(fixture.journalRows(shard).list()).hasSize(1);
      assertThat(count("reservation")).isEqualTo(1);
      assertThat(count("reservation_seat")).isEqualTo(2);
    } finally {
      fixture
          .jdbc()
          .execute(
              "ALTER TABLE reservation MODIFY customer VARCHAR(64) CHARACTER SET ascii COLLATE"
                  + " ascii_bin NOT NULL");
    }
    fixture.drain(shard);
    assertThat(fixture.journalRows(shard).get(entry)).isInstanceOf(Outcome.Held.class);
    fixture.promises(shard).check(requests);
  }

  private void assertNothingIsDecided(int backlog) {
    for (int i = 0; i < 3; i++) {
      assertThat(fixture.attempt(drain)).isEmpty();
    }
    assertThat(fixture.journalRows(shard).list()).hasSize(1);
    assertThat(count("reservation")).isEqualTo(1);
    assertThat(fixture.backlog(shard)).isEqualTo(backlog);
    assertThat(fixture.shards().findPause(shard)).isNull();
  }

  private void assertIsDecided() {
    fixture.drain(shard, drain);
    fixture.promises(shard).check(requests);
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
