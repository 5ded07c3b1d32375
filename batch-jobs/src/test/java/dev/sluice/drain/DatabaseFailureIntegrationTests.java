package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.servers.Servers;
import dev.sluice.servers.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While the database fails requests wait; then all are decided, and none is dead-lettered. */
class DatabaseFailureIntegrationTests extends OneSession {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private final DatabaseProxy proxy = new DatabaseProxy();
  private DrainParts parts;
  private ShardDrain drain;

  DatabaseFailureIntegrationTests() {
    super(fixture);
  }

  /** A drain that has decided something, whose statements wait for a lock for two seconds. */
  @BeforeEach
  void drainSomething() {
    parts = partsWithLease(Duration.ofSeconds(1));
    drain = newDrain();
    requests.append(reserve(session, "anna", "A-1-1"));
    fixture.drain(shard, drain);
  }

  @AfterEach
  void close() {
    drain.close();
    proxy.close();
  }

  @Test
  void triesAgainWhereTheShardsRowIsLocked() throws SQLException {
    try (Connection other = fixture.database().connect()) {
      other.setAutoCommit(false);
      execute(other, "SELECT * FROM shard WHERE id = " + shard + " FOR UPDATE");
      requests.append(reserve(session, "ben", "A-1-2"));
      assertThat(fixture.attempt(drain)).isEmpty();
      assertThat(proxy.slices()).isEqualTo(1);
      other.rollback();
    }
    fixture.drain(shard, drain);
    fixture.promises(shard).check(requests);
  }

  /** The timeout ends a statement, not the transaction: what went before it is rolled back too. */
  @Test
  void rollsTheWholeSliceBackWhereASeatsRowIsLocked() throws SQLException {
    try (Connection other = fixture.database().connect()) {
      other.setAutoCommit(false);
      DrainFixture.lockSeat(other, session, 4);
      requests.addAtOnce(
          List.of(
              Requests.fields(reserve(session, "ben", "A-1-2")),
              Requests.fields(reserve(session, "carl", "A-1-5"))));
      assertThat(fixture.attempt(drain)).isEmpty();
      assertThat(fixture.journalRows(shard).list()).hasSize(1);
      assertThat(
              fixture
                  .jdbc()
                  .queryForObject(
                      "SELECT COUNT(*) FROM reservation WHERE shard = ?", Long.class, shard))
          .isEqualTo(1);
      other.rollback();
    }
    fixture.drain(shard, drain);
    assertThat(fixture.journalRows(shard).outcomes().values())
        .allMatch(outcome -> outcome instanceof Outcome.Held);
    fixture.promises(shard).check(requests);
  }

  /** The other one has changed more rows, so the drain is the victim. */
  @Test
  void rollsTheWholeSliceBackInADeadlock() throws Exception {
    try (Connection other = fixture.database().connect()) {
      other.setAutoCommit(false);
      DrainFixture.lockSeat(other, session, 4);
      execute(
          other,
          "INSERT INTO dead_letter SELECT DISTINCT %d, ordinal + 1000000, UNHEX(REPEAT('00', 16)), UTC_TIMESTAMP(3), '' FROM seat LIMIT 100"
              .formatted(shard));
      requests.append(reserve(session, "ben", "A-1-5"));
      CompletableFuture<Void> deadlock =
          CompletableFuture.runAsync(
              () -> {
                await().atMost(DrainFixture.PATIENCE).until(fixture::isWaitingForALock);
                execute(other, "SELECT * FROM shard WHERE id = " + shard + " FOR UPDATE");
              });
      assertThat(fixture.attempt(drain)).isEmpty();
      deadlock.join();
      assertThat(proxy.slices()).isEqualTo(1);
      other.rollback();
    }
    fixture.drain(shard, drain);
    fixture.promises(shard).check(requests);
  }

  /** How a database goes away. */
  private enum End {
    STOP {
      @Override
      void of(Database database) {
        database.stop();
      }
    },
    KILL {
      @Override
      void of(Database database) {
        database.kill();
      }
    },
    FREEZE {
      @Override
      void of(Database database) {
        database.freeze();
      }
    };

    abstract void of(Database database);
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void decidesEverythingOnceTheDatabaseIsBack(End end) {
    Database server = Servers.shared().database();
    // Longer than a container takes to stop: after a lease's length of failures a drain gives up.
    parts = partsWithLease(Duration.ofSeconds(20));
    try (var running = new RunningDrain(this::newDrain)) {
      appendSome(0);
      // Wherever the drain is just now.
      await().atMost(DrainFixture.PATIENCE).until(() -> proxy.slices() > 2);
      end.of(server);
      int slices = proxy.slices();
      int connections = proxy.connections();
      appendSome(300);
      // It notices, and goes on trying.
      await()
          .atMost(DrainFixture.PATIENCE)
          .until(() -> proxy.connections() > connections || proxy.slices() > slices + 1);
      assertThat(fixture.backlog(shard)).isPositive();
      server.thaw();
      server.start();
      await().atMost(DrainFixture.PATIENCE).until(() -> fixture.backlog(shard) == 0);
      assertThat(running.end()).isNull();
    } finally {
      server.thaw();
      server.start();
    }
    assertThat(fixture.journalRows(shard).outcomes().values())
        .noneMatch(outcome -> outcome instanceof Outcome.DeadLettered);
    fixture.promises(shard).check(requests);
  }

  private DrainParts partsWithLease(Duration length) {
    TestDatabase database = fixture.database();
    return fixture.parts(
        database.connections(proxy.url(database.url())),
        fixture.settings().leaseLength(length).build());
  }

  private ShardDrain newDrain() {
    return new ShardDrain(fixture.newLease(shard), parts);
  }

  private void appendSome(int from) {
    for (int i = from; i < from + 300; i++) {
      requests.append(
          reserve(session, "customer" + i, "B-%d-%d".formatted(1 + i / 10 % 10, 1 + i % 10)));
    }
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
