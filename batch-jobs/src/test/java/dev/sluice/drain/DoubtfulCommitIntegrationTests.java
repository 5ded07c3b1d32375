package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.stream.EntryId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A commit whose answer is lost: it happened, or it did not, or it will. */
class DoubtfulCommitIntegrationTests extends OneSession {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private final DatabaseProxy proxy = new DatabaseProxy();
  private ShardDrain drain;

  DoubtfulCommitIntegrationTests() {
    super(fixture);
  }

  /** A drain that has decided something, so that its session is open. */
  @BeforeEach
  void drainSomething() {
    TestDatabase database = fixture.database();
    drain =
        new ShardDrain(
            fixture.newLease(shard),
            fixture.parts(
                database.connections(proxy.url(database.url())), fixture.settings().build()));
    requests.append(reserve(session, "anna", "A-1-1"));
    fixture.drain(shard, drain);
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @AfterEach
  void close() {
    drain.close();
    proxy.close();
  }

  /** Nothing twice, nothing lost, whatever became of the commit. */
  @ParameterizedTest
  @EnumSource(value = DatabaseProxy.Cut.class, names = "LATE", mode = EnumSource.Mode.EXCLUDE)
  void decidesEachRequestOnceWhereACommitsAnswerIsLost(DatabaseProxy.Cut cut) {
    proxy.cutNext(cut);
    EntryId doubtful = requests.append(reserve(session, "ben", "A-1-2"));
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(() -> fixture.next(drain).isEmpty() && proxy.slices() == 2);
    EntryId next = requests.append(reserve(session, "carl", "A-1-3"));
    fixture.drain(shard, drain);

    JournalRows rows = fixture.journalRows(shard);
    assertThat(rows.get(doubtful)).isInstanceOf(Outcome.Held.class);
    assertThat(rows.get(next)).isInstanceOf(Outcome.Held.class);
    // What was committed is not decided again; what was not is.
    assertThat(rows.list()).hasSizeBetween(2, 3);
    assertThat(proxy.connections()).isEqualTo(2);
    fixture.promises(shard).check(requests);
  }

  /**
   * The commit lands after the drain has come back: it must wait for it. Seen to fail without FOR
   * UPDATE in {@code Shards.LOCK}: the drain took the old watermark for true, and its next slice
   * failed (a third connection).
   */
  @Test
  void waitsForACommitThatLandsLate() {
    proxy.cutNext(DatabaseProxy.Cut.LATE);
    EntryId doubtful = requests.append(reserve(session, "ben", "A-1-2"));
    Thread.ofVirtual()
        .start(
            () -> {
              await()
                  .atMost(DrainFixture.PATIENCE)
                  .until(() -> proxy.connections() == 2 && fixture.isWaitingForALock());
              proxy.release();
            });
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(
            () -> {
              fixture.next(drain);
              return proxy.connections() == 2;
            });
    EntryId next = requests.append(reserve(session, "carl", "A-1-3"));
    fixture.drain(shard, drain);

    JournalRows rows = fixture.journalRows(shard);
    assertThat(rows.get(doubtful)).isInstanceOf(Outcome.Held.class);
    assertThat(rows.get(next)).isInstanceOf(Outcome.Held.class);
    assertThat(rows.list()).hasSize(3);
    assertThat(proxy.slices()).isEqualTo(3);
    assertThat(proxy.connections()).isEqualTo(2);
    fixture.promises(shard).check(requests);
  }
}
