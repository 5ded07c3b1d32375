package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.allocation.Allocation;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.slice.DecisionFunction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions on their way into memory. */
class LoadingIntegrationTests {

  private static final int SEATS = 40;

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private int shard;
  private Requests requests;

  @BeforeEach
  void makeShard() {
    shard = fixture.newShard();
    requests = fixture.requests(shard);
  }

  /**
   * Midnight: many sessions at once that nobody has asked for. Seen to fail where a slice loads all
   * that it names: 4,800 places, in one slice.
   */
  @Test
  void keepsItsBoundWhateverASliceNames() {
    var sessions = new ArrayList<UUID>();
    for (int i = 0; i < 60; i++) {
      sessions.add(fixture.newSession(shard, 2, 10));
    }
    var all = new ArrayList<Request>();
    for (int round = 0; round < 2; round++) {
      for (UUID session : sessions) {
        all.add(reserve(session, "anna", "A-1-" + (1 + round)));
      }
    }
    // Two that stay in memory beside those to come, and one that is larger than the bound.
    all.add(reserve(fixture.newSession(shard, 20, 20), "anna", "A-1-1"));
    all.add(reserve(sessions.getFirst(), "anna", "A-1-3"));
    requests.append(all);

    long max = 10L * 2 * SEATS;
    var slices = new AtomicInteger();
    var places = new AtomicLong();
    DecisionFunction watched =
        (snapshot, slice, now, number) -> {
          slices.incrementAndGet();
          long held = snapshot.listSessions().stream().mapToLong(snapshot::places).sum();
          if (snapshot.listSessions().size() > 1) {
            places.accumulateAndGet(held, Math::max);
          }
          return Allocation.decide(snapshot, slice, now, number);
        };
    DrainSettings settings = fixture.settings().placesInMemory(max).build();
    try (var drain =
        new ShardDrain(
            fixture.newLease(shard),
            DrainFixture.withDecisionFunction(fixture.parts(settings), watched))) {
      fixture.drain(shard, drain);
    }
    assertThat(places.get()).isBetween(max / 4, max);
    assertThat(slices.get()).isGreaterThanOrEqualTo(12);
    assertThat(fixture.journalRows(shard).outcomes().values())
        .hasSize(all.size())
        .allMatch(Outcome.Held.class::isInstance);
    fixture.promises(shard).check(requests);
  }

  /**
   * A session that takes long to load holds up nobody who waits for the shard's row: a frozen
   * holder's successor, the tick. Seen to fail where it is loaded in the slice's transaction.
   */
  @Test
  void loadsASessionWithoutTheShardsLock() throws SQLException {
    UUID session = fixture.newSession(shard);
    EntryId entry = requests.append(reserve(session, "anna", "A-1-1"));
    try (Connection tables = fixture.database().connect();
        Connection rows = fixture.database().connect();
        Statement lock = tables.createStatement();
        Statement other = rows.createStatement()) {
      lock.execute("LOCK TABLES seat WRITE");
      try (var drain = new RunningDrain(() -> fixture.newDrain(shard))) {
        await().atMost(DrainFixture.PATIENCE).until(LoadingIntegrationTests::isWaitingForATable);
        other.executeQuery("SELECT id FROM shard WHERE id = " + shard + " FOR UPDATE NOWAIT");
        lock.execute("UNLOCK TABLES");
        await().atMost(DrainFixture.PATIENCE).until(() -> fixture.backlog(shard) == 0);
        assertThat(drain.end()).isNull();
      }
    }
    assertThat(fixture.journalRows(shard).get(entry)).isInstanceOf(Outcome.Held.class);
    fixture.promises(shard).check(requests);
  }

  private static boolean isWaitingForATable() {
    // SHOW and not information_schema.processlist, which refuses a statement that has bytes in it.
    return fixture.jdbc().query("SHOW PROCESSLIST", (row, _) -> row.getString("State")).stream()
        .anyMatch(state -> state != null && state.startsWith("Waiting for table"));
  }
}
