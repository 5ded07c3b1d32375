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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slices that are decided before the one before them is committed. */
class LookaheadIntegrationTests {

  private static final int SLICE = 10;
  private static final int SLICES = 4;

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private final DatabaseProxy proxy = new DatabaseProxy();
  private final AtomicInteger decided = new AtomicInteger();
  private int shard;
  private UUID session;
  private Requests requests;
  private List<Request> all;
  private List<EntryId> entries;
  private DecisionFunction decisionFunction = Allocation::decide;

  @BeforeEach
  void appendSlices() {
    shard = fixture.newShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    all = new ArrayList<>();
    for (int i = 0; i < SLICE * SLICES; i++) {
      all.add(reserve(session, "customer" + i, "A-%d-%d".formatted(1 + i / 10, 1 + i % 10)));
    }
    entries = requests.append(all);
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  /** Seen to fail where nothing is begun before the commit. */
  @Test
  void decidesTheNextSliceWhileTheLastOneIsWritten() throws SQLException {
    try (Connection other = fixture.database().connect()) {
      other.setAutoCommit(false);
      // The insertion of the first slice's first seat waits for it.
      DrainFixture.lockSeat(other, session, 0);
      try (var drain = new RunningDrain(this::newDrain)) {
        await().atMost(DrainFixture.PATIENCE).until(() -> decided.get() == 2);
        assertThat(fixture.journalRows(shard).list()).isEmpty();
        other.rollback();
        awaitDrained();
        assertThat(drain.end()).isNull();
      }
    }
    assertAllHeldInOrder();
    assertThat(decided).hasValue(SLICES);
  }

  /** What was decided ahead stood on what may not have happened: nothing twice, nothing lost. */
  @ParameterizedTest
  @EnumSource(value = DatabaseProxy.Cut.class, names = "LATE", mode = EnumSource.Mode.EXCLUDE)
  void decidesAgainWhatWasDecidedAheadOfACommitWhoseAnswerIsLost(DatabaseProxy.Cut cut) {
    proxy.cutNext(cut);
    try (var drain = new RunningDrain(this::newDrain)) {
      awaitDrained();
      assertThat(drain.end()).isNull();
    }
    assertAllHeldInOrder();
    assertThat(proxy.connections()).isEqualTo(2);
    assertThat(decided.get()).isGreaterThan(SLICES);
  }

  /**
   * A new server's clock may be behind the old one's. Seen to run on from the last instant, minutes
   * ahead of the database, for as long as slices were decided ahead.
   */
  @Test
  void standsStillUntilTheDatabasesClockHasCaughtUp() throws SQLException {
    try (Connection other = fixture.database().connect();
        Statement update = other.createStatement()) {
      update.executeUpdate(
          "UPDATE shard SET last_decided_at = UTC_TIMESTAMP(3) + INTERVAL 5 MINUTE WHERE id = "
              + shard);
    }
    try (var drain = new RunningDrain(this::newDrain)) {
      awaitDrained();
      assertThat(drain.end()).isNull();
    }
    assertAllHeldInOrder();
    assertThat(fixture.journalRows(shard).list().stream().map(row -> row.message().decidedAt()))
        .containsOnly(fixture.journalRows(shard).list().getFirst().message().decidedAt());
  }

  /** A failure ahead throws all away; the next session meets the poison in its first slice. */
  @Test
  void deadLettersTheOnePoisonousRequestOfASliceThatIsDecidedAhead() {
    UUID poison = all.get(SLICE + 7).id();
    decisionFunction = DrainFixture.failingOn(poison);
    try (var drain = new RunningDrain(this::newDrain)) {
      awaitDrained();
      assertThat(drain.end()).isNull();
    }
    var outcomes = fixture.journalRows(shard).outcomes();
    assertThat(outcomes.get(entries.get(SLICE + 7))).isInstanceOf(Outcome.DeadLettered.class);
    assertThat(outcomes.values().stream().filter(Outcome.Held.class::isInstance))
        .hasSize(all.size() - 1);
    fixture.promises(shard).check(requests);
  }

  private ShardDrain newDrain() {
    DecisionFunction counted =
        (snapshot, slice, now, number) -> {
          decided.incrementAndGet();
          return decisionFunction.decide(snapshot, slice, now, number);
        };
    TestDatabase database = fixture.database();
    DrainParts parts =
        fixture.parts(
            database.connections(proxy.url(database.url())),
            fixture.settings().sliceEntriesMax(SLICE).build());
    return new ShardDrain(
        fixture.newLease(shard), DrainFixture.withDecisionFunction(parts, counted));
  }

  private void awaitDrained() {
    await().atMost(DrainFixture.PATIENCE).until(() -> fixture.backlog(shard) == 0);
  }

  private void assertAllHeldInOrder() {
    assertThat(fixture.journalRows(shard).list()).hasSize(SLICES);
    assertThat(fixture.journalRows(shard).outcomes().values())
        .hasSize(all.size())
        .allMatch(Outcome.Held.class::isInstance);
    fixture.promises(shard).check(requests);
  }
}
