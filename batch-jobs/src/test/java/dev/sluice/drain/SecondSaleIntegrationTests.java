package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.shard.ShardPausedException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody wrote seats past the drain: no seat is sold twice, and no request is lost for it. */
class SecondSaleIntegrationTests extends OneSession {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private Request first;
  private ShardDrain drain;

  SecondSaleIntegrationTests() {
    super(fixture);
  }

  /** A drain that has the session in memory, with one hold. */
  @BeforeEach
  void hold() {
    first = reserve(session, "anna", "A-1-1");
    requests.append(first);
    drain = fixture.newDrain(shard);
    fixture.drain(shard, drain);
  }

  @AfterEach
  void close() {
    drain.close();
  }

  /** Seen to fail where the snapshot survives the failure: the shard was paused. */
  @Test
  void readsAgainWhatSomebodyElseHasSold() {
    UUID stranger = UUID.randomUUID();
    insertReservation(stranger, 4);
    insertSeat(4, stranger);
    EntryId taken = requests.append(reserve(session, "ben", "A-1-5"));
    EntryId free = requests.append(reserve(session, "carl", "A-1-6"));
    fixture.drain(shard, drain);

    JournalRows rows = fixture.journalRows(shard);
    assertThat(rows.get(taken))
        .isEqualTo(new Outcome.Rejected(Reason.SEAT_TAKEN, List.of("A-1-5"), 0));
    assertThat(rows.get(free)).isInstanceOf(Outcome.Held.class);
    assertThat(fixture.shards().findPause(shard)).isNull();
  }

  /**
   * The seat's row alone is in no reservation, so that reading again does not help. Seen to fail
   * where the violation counts as poison: the request was dead-lettered; and without the count:
   * tried for ever.
   */
  @Test
  void pausesTheShardWhereReadingAgainDoesNotHelp() {
    UUID stranger = UUID.randomUUID();
    insertSeat(4, stranger);
    EntryId blocked = requests.append(reserve(session, "ben", "A-1-5"));
    EntryId behind = requests.append(reserve(session, "carl", "A-1-6"));
    assertThatExceptionOfType(ShardPausedException.class)
        .isThrownBy(() -> fixture.drain(shard, drain))
        .withMessageContaining("seat_sold_once");

    assertThat(fixture.shards().findPause(shard)).contains("seat_sold_once");
    assertThat(fixture.journalRows(shard).list()).hasSize(1);
    assertThat(fixture.backlog(shard)).isEqualTo(2);
    assertThat(fixture.leases().tryTake(shard)).isEmpty();

    fixture
        .jdbc()
        .update("DELETE FROM reservation_seat WHERE reservation_id = ?", Uuids.toBytes(stranger));
    fixture.jdbc().update("UPDATE shard SET paused_because = NULL WHERE id = ?", shard);
    fixture.drain(shard);
    assertThat(fixture.journalRows(shard).get(blocked)).isInstanceOf(Outcome.Held.class);
    assertThat(fixture.journalRows(shard).get(behind)).isInstanceOf(Outcome.Held.class);
    fixture.promises(shard).check(requests);
  }

  /** Two reservations with one seat, though the seat's own table has another for one of them. */
  @Test
  void pausesAShardWhoseReservationsContradictEachOther() {
    drain.close();
    UUID stranger = UUID.randomUUID();
    insertReservation(stranger, 0);
    insertSeat(4, stranger);
    requests.append(reserve(session, "ben", "A-1-6"));
    assertThatExceptionOfType(ShardPausedException.class)
        .isThrownBy(() -> fixture.drain(shard))
        .withMessageContaining(session.toString());
    assertThat(fixture.shards().findPause(shard)).contains("A-1-1");

    fixture.jdbc().update("DELETE FROM reservation WHERE id = ?", Uuids.toBytes(stranger));
    fixture
        .jdbc()
        .update("DELETE FROM reservation_seat WHERE reservation_id = ?", Uuids.toBytes(stranger));
    fixture.jdbc().update("UPDATE shard SET paused_because = NULL WHERE id = ?", shard);
    fixture.drain(shard);
    fixture.promises(shard).check(requests);
  }

  private void insertSeat(int seat, UUID reservation) {
    fixture
        .jdbc()
        .update(
            "INSERT INTO reservation_seat (session_id, seat, reservation_id) VALUES (?, ?, ?)",
            Uuids.toBytes(session),
            seat,
            Uuids.toBytes(reservation));
  }

  /** A copy of the first hold, for another seat. */
  private void insertReservation(UUID id, int seat) {
    fixture
        .jdbc()
        .update(
            """
            INSERT INTO reservation
            SELECT session_id, ?, 'stranger', status, digest, shard, 1000000, amount, currency, ?, hold_expires_at,
              decided_at, changed_at
            FROM reservation WHERE session_id = ? AND id = ?
            """,
            Uuids.toBytes(id),
            new byte[] {0, 0, 0, (byte) seat},
            Uuids.toBytes(session),
            Uuids.toBytes(first.id()));
  }
}
