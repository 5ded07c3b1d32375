package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.shard.ShardPausedException;
import dev.sluice.shard.UnreadableShardException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A shard whose row is gone, or makes no sense: its drain stops with the reason, and no entry is
 * touched. Once the row is mended all of them are decided.
 */
class ShardRowIntegrationTests {

  /** Its own: what reads all shards fails on such a row. */
  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  private int shard;
  private UUID session;
  private Requests requests;

  @BeforeEach
  void decideSomething() {
    shard = fixture.newOnlyShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    requests.append(reserve(session, "anna", "A-1-1"));
    fixture.drain(shard);
  }

  /** What happens to the row. */
  private enum Damage {
    GONE("DELETE FROM shard WHERE id = %d", "there is none"),
    NO_INSTANT(
        "UPDATE shard SET last_decided_at = '0000-00-00 00:00:00' WHERE id = %d", "Zero date");

    private final String sql;
    private final String reason;

    Damage(String sql, String reason) {
      this.sql = sql;
      this.reason = reason;
    }
  }

  /** The row of one shard, to be put back. */
  private Map<String, Object> row() {
    return fixture.jdbc().queryForMap("SELECT * FROM shard WHERE id = ?", shard);
  }

  private void damage(Damage damage) {
    fixture.database().run("SET sql_mode = ''", damage.sql.formatted(shard));
  }

  private void mend(Map<String, Object> row) {
    fixture.jdbc().update("DELETE FROM shard WHERE id = ?", shard);
    fixture
        .jdbc()
        .update(
            "INSERT INTO shard (id, fence, watermark, last_number, last_decided_at, last_hash)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            row.get("id"),
            row.get("fence"),
            row.get("watermark"),
            row.get("last_number"),
            row.get("last_decided_at"),
            row.get("last_hash"));
  }

  /**
   * Seen to fail before such a row was told from what entries do: a missing one was taken for a
   * contradiction and tried for as long as the lease, another one for a failure of the server.
   */
  @ParameterizedTest
  @EnumSource(Damage.class)
  void stopsARunningDrain(Damage damage) {
    UUID other = fixture.newSession(shard);
    Map<String, Object> before;
    try (var leased = new LeasedDrain(fixture, shard, fixture.parts())) {
      requests.append(reserve(session, "ben", "A-1-2"));
      leased.drainAll();
      before = row();
      damage(damage);
      requests.addAtOnce(
          List.of(
              Requests.fields(reserve(session, "carl", "A-1-3")),
              Requests.fields(reserve(other, "dora", "A-1-4"))));
      assertThatExceptionOfType(ShardPausedException.class)
          .isThrownBy(leased::drainAll)
          .withMessageContaining("The row of shard " + shard)
          .withMessageContaining(damage.reason);
    }
    assertThat(fixture.backlog(shard)).isEqualTo(2);
    assertThat(fixture.journalRows(shard).elements()).hasSize(3);
    if (damage != Damage.GONE) {
      assertThat(fixture.shards().findPause(shard)).contains(damage.reason);
    }
    assertDecidedOnceMended(before);
  }

  /** Before a drain begins, too; and a tick does not find it out again and again. */
  @Test
  void isNotLeased() {
    Map<String, Object> before = row();
    damage(Damage.NO_INSTANT);
    requests.append(reserve(session, "ben", "A-1-2"));
    assertThatExceptionOfType(UnreadableShardException.class)
        .isThrownBy(() -> fixture.leases().tryTake(shard));
    assertThat(fixture.shards().findPause(shard)).contains(Damage.NO_INSTANT.reason);
    assertThat(fixture.leases().tryTake(shard)).isEmpty();
    assertDecidedOnceMended(before);
  }

  /** A row that is gone has no place for the reason: health has it from the node that looked. */
  @Test
  void isInHealthWithoutARow() {
    try (Node node = Node.start(fixture, Map.of("sluice.drain.linger", "10m"))) {
      requests.append(reserve(session, "ben", "A-1-2"));
      await()
          .atMost(DrainFixture.PATIENCE)
          .until(
              () -> {
                node.tick();
                return fixture.backlog(shard) == 0;
              });
      Map<String, Object> before = row();
      damage(Damage.GONE);
      requests.append(reserve(session, "carl", "A-1-3"));
      await()
          .atMost(DrainFixture.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(node.reports().list().get(shard))
                      .isNotNull()
                      .satisfies(
                          report -> {
                            assertThat(report.isWell()).isFalse();
                            assertThat(report.reason()).contains("The row of shard " + shard);
                            assertThat(report.waitingSince()).isNotNull();
                          }));
      mend(before);
      await()
          .atMost(DrainFixture.PATIENCE)
          .until(
              () -> {
                node.tick();
                return fixture.backlog(shard) == 0;
              });
    }
    fixture.promises(shard).check(requests);
  }

  private void assertDecidedOnceMended(Map<String, Object> row) {
    mend(row);
    fixture.drain(shard);
    fixture.promises(shard).check(requests);
    assertThat(fixture.journalRows(shard).outcomes().values())
        .allMatch(outcome -> outcome instanceof Outcome.Held);
  }
}
