package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.drain.PlantedConnections.Plant;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A drain that meets nothing but failures gives its lease up after the lease's length, so that
 * another node may try; one success begins the count anew.
 */
class DrainGivenUpIntegrationTests extends OneSession {

  private static final Duration LEASE = Duration.ofSeconds(2);

  /** Beyond the lease's length: the longest pause between two tries, and a slow machine. */
  private static final Duration LATE_MAX = Duration.ofSeconds(5);

  private static final String CONNECTING = "connecting";

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private volatile boolean refusing;
  private PlantedConnections connections;
  private LeasedDrain leased;

  DrainGivenUpIntegrationTests() {
    super(fixture);
  }

  /** A drain that has decided something. */
  @BeforeEach
  void drainSomething() {
    connections =
        new PlantedConnections(
            new DelegatingDataSource(fixture.database().connections()) {
              @Override
              public Connection getConnection() throws SQLException {
                if (refusing) {
                  throw failure();
                }
                return super.getConnection();
              }
            });
    leased =
        new LeasedDrain(
            fixture,
            shard,
            fixture.parts(connections, fixture.settings().leaseLength(LEASE).build()));
    requests.append(reserve(session, "anna", "A-1-1"));
    leased.drainAll();
  }

  @AfterEach
  void close() {
    leased.close();
  }

  /**
   * Wherever it fails. The next holder decides what is left. Seen to fail without the count: the
   * test's patience ended.
   */
  @ParameterizedTest
  @ValueSource(strings = {CONNECTING, "SELECT shard FOR UPDATE", "INSERT slice"})
  void endsWithTheReasonAndLeavesItsEntriesToTheNextHolder(String place) {
    fail(place);
    requests.append(reserve(session, "ben", "A-1-2"));
    long since = System.nanoTime();
    DrainGivenUpException end = givenUp();
    assertThat(since(since)).isBetween(LEASE, LEASE.plus(LATE_MAX));
    assertThat(end)
        .hasMessageMatching(
            "Lease %d of shard %d is given up after \\d+\\.\\d s of failures: planted"
                .formatted(leased.fence(), shard))
        .hasRootCauseInstanceOf(SQLException.class);
    assertThat(leased.retriedBecause()).isEqualTo("planted");
    assertThat(leased.isLocked()).as("until its node releases it").isTrue();
    assertThat(fixture.journalRows(shard).outcomes()).hasSize(1);
    assertThat(fixture.backlog(shard)).isEqualTo(1);
    assertThat(fixture.shards().findPause(shard)).isNull();

    leased.close();
    assertThat(leased.isLocked()).isFalse();
    try (var next = new LeasedDrain(fixture, shard, fixture.parts())) {
      assertThat(next.fence()).isEqualTo(leased.fence() + 1);
      next.drainAll();
    }
    assertAllHeld();
  }

  /** Seen to fail where a commit leaves the count as it is: the second row of failures ended it. */
  @Test
  void countsFromTheFirstFailureAfterASuccess() {
    for (int round = 0; round < 3; round++) {
      fail("INSERT slice");
      requests.append(reserve(session, "customer" + round, "B-1-" + (1 + round)));
      long ends = System.nanoTime() + LEASE.toNanos() / 2;
      do {
        assertThat(fixture.attempt(leased.drain())).isEmpty();
      } while (System.nanoTime() < ends);
      heal();
      fixture.nextSlice(leased.drain());
      assertThat(leased.retriedSince()).isNull();
    }
    leased.drainAll();
    assertAllHeld();
  }

  /**
   * What failed and is not read again yet is no end of the trouble. Seen to fail where whatever
   * read nothing counted as idle: health forgot the reason, and the lease was kept.
   */
  @Test
  void anEmptyReadIsNoSuccess() {
    fail("INSERT slice");
    requests.append(reserve(session, "ben", "A-1-2"));
    assertThat(fixture.attempt(leased.drain())).isEmpty();
    Instant since = Objects.requireNonNull(leased.retriedSince());
    assertThatExceptionOfType(DrainGivenUpException.class)
        .isThrownBy(
            () -> {
              long ends = System.nanoTime() + DrainFixture.PATIENCE.toNanos();
              while (System.nanoTime() < ends) {
                assertThat(leased.drain().next(Duration.ZERO)).isEmpty();
                assertThat(leased.retriedSince()).isEqualTo(since);
              }
            });
    heal();
    leased.close();
    fixture.drain(shard);
    assertAllHeld();
  }

  /** A drain that was given up says so again; only another one, under a new lease, goes on. */
  @Test
  void staysGivenUpWhileItFails() {
    fail("INSERT slice");
    requests.append(reserve(session, "ben", "A-1-2"));
    givenUp();
    assertThatExceptionOfType(DrainGivenUpException.class)
        .isThrownBy(() -> fixture.attempt(leased.drain()));
    leased.close();
    heal();
    fixture.drain(shard);
    assertAllHeld();
  }

  private void fail(String place) {
    Plant failing =
        sent -> {
          if (sent.name().equals(place) || place.equals(CONNECTING)) {
            throw failure();
          }
          return 0;
        };
    refusing = place.equals(CONNECTING);
    connections.plant(failing);
  }

  private void heal() {
    refusing = false;
    connections.plant(sent -> 0);
  }

  private DrainGivenUpException givenUp() {
    return Objects.requireNonNull(
        catchThrowableOfType(DrainGivenUpException.class, () -> leased.drainAll()));
  }

  private void assertAllHeld() {
    fixture.promises(shard).check(requests);
    assertThat(fixture.journalRows(shard).outcomes().values())
        .allMatch(outcome -> outcome instanceof Outcome.Held);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static SQLException failure() {
    return new SQLException("planted", "08S01", 0);
  }
}
