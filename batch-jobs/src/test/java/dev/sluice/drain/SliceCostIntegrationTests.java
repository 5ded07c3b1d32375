package dev.sluice.drain;

import static dev.sluice.drain.Requests.cancel;
import static dev.sluice.drain.Requests.leave;
import static dev.sluice.drain.Requests.orWait;
import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Request;
import dev.sluice.journal.RequestIndex;
import dev.sluice.slice.CommittedSlice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What a slice costs in statements and round trips, as the servers count them. */
class SliceCostIntegrationTests {

  /**
   * Lock; journal, shard, state of the session; delete and insert seats, insert and update
   * reservations, dead letters.
   */
  private static final long CHANGES = 9;

  /**
   * Lock; journal, shard, state of the session; delete and insert seats, insert and update
   * reservations; delete and insert who waits, update who was served.
   */
  private static final long CHANGES_OF_WAITING = 11;

  /** Begin and commit, or what the driver makes of them. */
  private static final long TRANSACTION = 3;

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  /** The last two once a second, to see whether Redis is still the one that was verified. */
  private static final Set<String> OWN_COMMANDS =
      Set.of("xadd", "xtrim", "xread", "exists", "script|exists");

  private static final Set<String> TEST_COMMANDS = Set.of("info", "multi", "exec", "xlen");
  private static final Pattern COUNT = Pattern.compile("cmdstat_([a-z|]+):calls=(\\d+),.*");

  /**
   * Of every kind of change there is one of {@code size}, or there are thousands: the statements
   * are the same. Seen to fail with an INSERT for each row.
   */
  @Test
  void costsTheSameStatementsWhateverItsSize() {
    List<Cost> costs = List.of(cost(1), cost(10), cost(200), cost(819));

    assertThat(costs).extracting(Cost::statements).containsOnly(CHANGES + TRANSACTION);
    // A read brings at most 512 entries; all else does not grow with them.
    assertThat(costs)
        .allSatisfy(
            cost -> {
              assertThat(cost.commands).containsEntry("xadd", 1L).containsEntry("xtrim", 1L);
              assertThat(cost.commands.getOrDefault("xread", 0L))
                  .isBetween(1L, 5L * cost.size / 512 + 5);
              assertThat(cost.commands.keySet()).isSubsetOf(OWN_COMMANDS);
            });
  }

  /** As many begin to wait, are served and leave. */
  @Test
  void costsTheSameStatementsHoweverManyWait() {
    assertThat(List.of(costOfWaiting(1), costOfWaiting(40)))
        .containsOnly(CHANGES_OF_WAITING + TRANSACTION);
  }

  /**
   * After Redis has forgotten ids before their time the index is asked for all of a slice at once.
   * Seen to fail with a question for each entry.
   */
  @ParameterizedTest
  @CsvSource({"false, 0", "true, 1"})
  void asksTheIndexOnceForASliceIfIdsWereForgotten(boolean forgotten, int questions) {
    int shard = fixture.newShard();
    UUID session = fixture.newSession(shard, 40, 70);
    Requests requests = fixture.requests(shard);
    var asked = new AtomicInteger();
    DrainSettings settings =
        fixture.settings().interval(Duration.ofSeconds(2)).sliceEntriesMax(300).build();
    DrainParts parts =
        DrainFixture.withIndex(
            fixture.parts(fixture.database().connections(), settings),
            new RequestIndex(new JdbcTemplate(counting(asked))));
    try (var drain = new ShardDrain(fixture.newLease(shard), parts)) {
      fixture.drain(shard, drain);
      if (forgotten) {
        fixture.memory(shard).forgetEarly();
      }
      requests.append(Stream.generate(() -> reserve(session, "dora", "Z-1-1")).limit(300).toList());
      assertThat(fixture.nextSlice(drain).counts().drained()).isEqualTo(300);
    }
    assertThat(asked).hasValue(questions);
  }

  /** A slice of five kinds of request, {@code size} of each. */
  private static Cost cost(int size) {
    int shard = fixture.newShard();
    UUID session = fixture.newSession(shard, 40, 70);
    Requests requests = fixture.requests(shard);
    var captured = new ArrayList<Connection>();
    // Until the interval is over, only a full slice is decided.
    DrainSettings settings =
        fixture
            .settings()
            .interval(Duration.ofSeconds(2))
            .leaseLength(Duration.ofMinutes(1))
            .sliceEntriesMax(5 * size)
            .build();
    DrainParts parts = fixture.parts(capturing(captured), settings);
    try (var drain = new ShardDrain(fixture.newLease(shard), parts)) {
      // Something to give back, and the session is in memory.
      var given = new ArrayList<Request>();
      for (int i = 0; i < size; i++) {
        given.add(reserve(session, "giver" + i, "A-" + (1 + i / 70) + "-" + (1 + i % 70)));
      }
      requests.append(given);
      fixture.drain(shard, drain);
      // While the shard's stream is empty the drain reads with a wait, and nothing else happens.
      long statements = questions(captured.getLast());
      Map<String, Long> before = commands();
      var mixed = new ArrayList<Request>();
      for (int i = 0; i < size; i++) {
        String seat = "-" + (1 + i / 70) + "-" + (1 + i % 70);
        mixed.add(cancel(session, "giver" + i, given.get(i).id()));
        mixed.add(reserve(session, "taker" + i, "A" + seat));
        mixed.add(reserve(session, "customer" + i, "B" + seat));
        mixed.add(reserve(session, "late" + i, "B" + seat));
      }
      var entries = new ArrayList<>(mixed.stream().map(Requests::fields).toList());
      for (int i = 0; i < size; i++) {
        entries.add(Map.of("v", Requests.utf8("9")));
      }
      requests.addAtOnce(entries);
      CommittedSlice slice = fixture.nextSlice(drain);
      assertThat(slice.counts().drained()).isEqualTo(5 * size);
      assertThat(slice.counts().granted()).isEqualTo(3 * size);
      assertThat(slice.counts().rejected()).isEqualTo(size);
      assertThat(slice.counts().deadLettered()).isEqualTo(size);
      long questions = questions(captured.getLast()) - statements - 1;
      fixture.drain(shard, drain);
      Map<String, Long> after = commands();
      fixture.promises(shard).check(requests);
      return new Cost(size, questions, difference(before, after, 5 * size));
    }
  }

  private static long costOfWaiting(int size) {
    int shard = fixture.newShard();
    UUID session = fixture.newSession(shard, 1, size);
    Requests requests = fixture.requests(shard);
    var captured = new ArrayList<Connection>();
    DrainSettings settings =
        fixture
            .settings()
            .interval(Duration.ofSeconds(2))
            .leaseLength(Duration.ofMinutes(1))
            .sliceEntriesMax(3 * size)
            .build();
    DrainParts parts = fixture.parts(capturing(captured), settings);
    try (var drain = new ShardDrain(fixture.newLease(shard), parts)) {
      var given = new ArrayList<Request>();
      var leaving = new ArrayList<Request>();
      for (int i = 0; i < size; i++) {
        given.add(reserve(session, "giver" + i, "A-1-" + (1 + i)));
      }
      requests.append(given);
      for (int i = 0; i < size; i++) {
        requests.append(orWait(session, "waiter" + i, "PLATINUM", 1, null));
        leaving.add(orWait(session, "leaver" + i, "PLATINUM", 1, null));
      }
      requests.append(leaving);
      fixture.drain(shard, drain);
      long statements = questions(captured.getLast());
      var mixed = new ArrayList<Request>();
      for (int i = 0; i < size; i++) {
        mixed.add(cancel(session, "giver" + i, given.get(i).id()));
        mixed.add(leave(session, "leaver" + i, leaving.get(i).id()));
        mixed.add(orWait(session, "newcomer" + i, "PLATINUM", 1, null));
      }
      requests.addAtOnce(mixed.stream().map(Requests::fields).toList());
      CommittedSlice slice = fixture.nextSlice(drain);
      assertThat(slice.counts().granted()).isEqualTo(2 * size);
      assertThat(slice.counts().waitlisted()).isEqualTo(size);
      assertThat(slice.counts().transitions()).isEqualTo(size);
      long questions = questions(captured.getLast()) - statements - 1;
      fixture.drain(shard, drain);
      fixture.promises(shard).check(requests);
      return questions;
    }
  }

  /** Keeps what it opens, so that a drain's own connection can be asked. */
  private static DataSource capturing(List<Connection> captured) {
    return new DelegatingDataSource(fixture.database().connections()) {
      @Override
      public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        captured.add(connection);
        return connection;
      }
    };
  }

  /** Outside of a transaction every statement opens one. */
  private static DataSource counting(AtomicInteger opened) {
    return new DelegatingDataSource(fixture.database().connections()) {
      @Override
      public Connection getConnection() throws SQLException {
        opened.incrementAndGet();
        return super.getConnection();
      }
    };
  }

  /** Statements that the server got on that connection, this one included. */
  private static long questions(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW SESSION STATUS LIKE 'Questions'")) {
      row.next();
      return row.getLong(2);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Long> commands() {
    return fixture
        .redis()
        .info("commandstats")
        .lines()
        .map(COUNT::matcher)
        .filter(matcher -> matcher.matches())
        .collect(
            Collectors.toMap(
                matcher -> matcher.group(1), matcher -> Long.parseLong(matcher.group(2))));
  }

  /** Commands of the drain: not what the test itself sent. */
  private static Map<String, Long> difference(
      Map<String, Long> before, Map<String, Long> after, int appended) {
    var own = new TreeMap<String, Long>();
    after.forEach(
        (command, calls) -> {
          long more = calls - before.getOrDefault(command, 0L);
          if (more > 0 && !TEST_COMMANDS.contains(command)) {
            own.put(command, command.equals("xadd") ? more - appended : more);
          }
        });
    return own;
  }

  private record Cost(int size, long statements, Map<String, Long> commands) {}
}
