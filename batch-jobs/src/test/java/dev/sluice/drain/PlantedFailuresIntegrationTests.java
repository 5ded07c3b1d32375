package dev.sluice.drain;

import static dev.sluice.drain.Requests.cancel;
import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.drain.PlantedConnections.Plant;
import dev.sluice.drain.PlantedConnections.Sent;
import dev.sluice.shard.ShardPausedException;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A failure at each statement of a slice, of each kind: what passes costs nobody anything, what is
 * one entry's is that entry's dead letter, and nothing is tried for ever. The statements are those
 * that a slice is seen to send, so a new one is met too.
 */
class PlantedFailuresIntegrationTests {

  /**
   * Longer than seven failures with the pauses between them: after it a drain gives its lease up.
   */
  private static final Duration LEASE = Duration.ofSeconds(30);

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private static final int CANCEL = 1;
  private static final int RESERVE = 2;
  private static final int OTHER_SESSION = 3;
  private static final int BROKEN = 4;
  private static final int ENTRIES = 6;

  private PlantedConnections connections;
  private int shard;
  private Requests requests;
  private LeasedDrain leased;
  private @Nullable String failing;
  private List<EntryId> entries;
  private Map<UUID, Integer> marks;

  /**
   * A drain that has one of two sessions in memory, with a hold; and six entries of every kind,
   * that it will meet in one slice.
   */
  @BeforeEach
  void queueEveryKindOfEntry() {
    shard = fixture.newShard();
    requests = fixture.requests(shard);
    UUID known = fixture.newSession(shard, 2, 2);
    UUID other = fixture.newSession(shard, 2, 2);
    Request given = reserve(known, "anna", "A-1-1");
    requests.append(given);
    connections = new PlantedConnections(fixture.database().connections());
    leased =
        new LeasedDrain(
            fixture,
            shard,
            fixture
                .parts(connections, fixture.settings().leaseLength(LEASE).build())
                .with(
                    new SliceListener() {
                      @Override
                      public void committed(CommittedSlice slice) {
                        failing = null;
                      }
                    }));
    leased.drainAll();
    Request reserve = reserve(known, "carl", "B-1-1");
    entries =
        requests.addAtOnce(
            List.of(
                Requests.fields(reserve(known, "ben", "A-1-2")),
                Requests.fields(cancel(known, "anna", given.id())),
                Requests.fields(reserve),
                Requests.fields(reserve(other, "dora", "A-1-1")),
                Map.of("v", Requests.utf8("9")),
                Requests.fields(reserve(known, "emil", "B-1-2"))));
    marks =
        Map.of(
            given.id(),
            CANCEL,
            reserve.id(),
            RESERVE,
            other,
            OTHER_SESSION,
            hallOf(other),
            OTHER_SESSION);
  }

  @AfterEach
  void close() {
    leased.close();
  }

  /** The statements of such a slice, each with the entries that it names. */
  private static Map<String, Set<Integer>> statements() {
    var test = new PlantedFailuresIntegrationTests();
    test.queueEveryKindOfEntry();
    var met = new TreeMap<String, Set<Integer>>();
    test.connections.plant(
        sent -> {
          met.computeIfAbsent(sent.name(), name -> new TreeSet<>()).addAll(test.entriesIn(sent));
          return 0;
        });
    test.leased.drainAll();
    test.close();
    assertThat(met.keySet())
        .contains(
            "SELECT shard FOR UPDATE",
            "SELECT session",
            "SELECT reservation",
            "UPDATE session",
            "INSERT session_state",
            "UPDATE session_state",
            "DELETE reservation_seat",
            "INSERT reservation",
            "UPDATE reservation",
            "INSERT reservation_seat",
            "INSERT dead_letter",
            "UPDATE shard",
            "INSERT slice",
            PlantedConnections.COMMIT);
    return met;
  }

  static Stream<String> everyStatement() {
    return statements().keySet().stream();
  }

  /** Nothing is dead-lettered for a server, and a contradiction that is gone is forgotten. */
  @ParameterizedTest
  @MethodSource("everyStatement")
  void costsNobodyAnythingIfItPasses(String statement) {
    var failures =
        new ArrayDeque<Plant>(
            List.of(
                throwing(failure("40001", 1213)),
                throwing(failure("HY000", 1205)),
                throwing(failure("23000", 1062)),
                throwing(failure("HY000", 1021)),
                this::loseConnection,
                throwing(failure("HY000", 1290))));
    if (!isOfTheShard(statement)) {
      // The row of the shard may be unreadable once; the second time a person is asked.
      failures.add(throwing(secondSale()));
    }
    plant(
        sent ->
            sent.name().equals(statement) && !failures.isEmpty() ? failures.poll().meet(sent) : 0);
    leased.drainAll();
    assertThat(failures).isEmpty();
    assertDeadLetters(Set.of());
  }

  /** Nobody gets an answer on it any more. */
  private int loseConnection(Sent sent) throws SQLException {
    fixture.database().run("KILL " + sent.connectionId());
    failing = "";
    return 0;
  }

  /**
   * Plants failures. From each of them until the next commit health must name it, and the lease is
   * kept.
   */
  private void plant(Plant failures) {
    connections.plant(
        sent -> {
          if (failing != null) {
            assertThat(leased.retriedBecause()).as("at %s", sent.name()).contains(failing);
            assertThat(leased.isLocked()).isTrue();
          }
          try {
            int more = failures.meet(sent);
            failing = more == 0 ? failing : "changed";
            return more;
          } catch (SQLException | IllegalStateException e) {
            failing = String.valueOf(e.getMessage());
            throw e;
          }
        });
  }

  /** What stays. */
  private enum Kind {
    VALUE,
    RANGE,
    DUPLICATE,
    SECOND_SALE,
    ROWS,
    CODE;

    /** See {@link Plant#meet}. */
    int meet() throws SQLException {
      return switch (this) {
        case VALUE -> throw failure("22001", 1406);
        case RANGE -> throw failure("22003", 1264);
        case DUPLICATE -> throw failure("23000", 1062);
        case SECOND_SALE -> throw secondSale();
        case ROWS -> 1;
        case CODE -> throw new IllegalStateException("planted");
      };
    }
  }

  /** Without the commit, which happens all the same: {@code DoubtfulCommitIntegrationTests}. */
  static Stream<Arguments> everyStatementAndKind() {
    return statements().entrySet().stream()
        .filter(statement -> !statement.getKey().equals(PlantedConnections.COMMIT))
        .flatMap(
            statement ->
                Stream.of(Kind.values())
                    .filter(kind -> kind != Kind.ROWS || countsRows(statement.getKey()))
                    .map(kind -> arguments(statement.getKey(), kind, statement.getValue())));
  }

  private static boolean countsRows(String statement) {
    return !statement.startsWith("SELECT") && !statement.equals("INSERT slice");
  }

  /**
   * A statement that names an entry's reservation or session always fails with them: that entry is
   * a dead letter. One that names the slice or the shard alone always fails: the shard is paused.
   * Seen to fail before duplicates, row counts, other values and broken code were narrowed: tried
   * for ever; and before the shard's row was told from an entry's values: dead letters.
   */
  @ParameterizedTest
  @MethodSource("everyStatementAndKind")
  void endsIfItStays(String statement, Kind kind, Set<Integer> named) {
    plant(
        sent ->
            sent.name().equals(statement) && (named.isEmpty() || !entriesIn(sent).isEmpty())
                ? kind.meet()
                : 0);
    if (named.isEmpty() || kind == Kind.SECOND_SALE) {
      assertThatExceptionOfType(ShardPausedException.class).isThrownBy(() -> leased.drainAll());
      assertThat(leased.health().paused()).isTrue();
      assertThat(leased.health().reason()).contains(String.valueOf(failing));
      assertThat(fixture.journalRows(shard).outcomes()).hasSizeLessThanOrEqualTo(1 + BROKEN);
      assertThat(fixture.journalRows(shard).outcomes().values())
          .noneMatch(outcome -> outcome instanceof Outcome.DeadLettered);
    } else {
      leased.drainAll();
      assertDeadLetters(named);
    }
  }

  /** These entries, and the one that cannot be read, are dead letters; all others are granted. */
  private void assertDeadLetters(Set<Integer> expected) {
    Map<EntryId, Outcome> outcomes = fixture.journalRows(shard).outcomes();
    for (int i = 0; i < ENTRIES; i++) {
      Outcome outcome = outcomes.get(entries.get(i));
      if (i == BROKEN || expected.contains(i)) {
        assertThat(outcome).as("entry %s", i).isInstanceOf(Outcome.DeadLettered.class);
      } else {
        assertThat(outcome)
            .as("entry %s", i)
            .isInstanceOfAny(Outcome.Held.class, Outcome.Cancelled.class);
      }
    }
    assertThat(leased.health().isWell()).isTrue();
    assertThat(leased.health().reason()).isNull();
    fixture.promises(shard).check(requests);
  }

  private Set<Integer> entriesIn(Sent statement) {
    var named = new TreeSet<Integer>();
    marks.forEach(
        (id, entry) -> {
          if (statement.mentions(id)) {
            named.add(entry);
          }
        });
    return named;
  }

  private static UUID hallOf(UUID session) {
    byte[] hall =
        fixture
            .jdbc()
            .queryForObject(
                "SELECT hall_id FROM session WHERE id = ?", byte[].class, Uuids.toBytes(session));
    return Uuids.fromBytes(Objects.requireNonNull(hall));
  }

  private static boolean isOfTheShard(String statement) {
    return statement.startsWith("SELECT shard");
  }

  private static Plant throwing(SQLException failure) {
    return _ -> {
      throw failure;
    };
  }

  private static SQLException failure(String state, int code) {
    return new SQLException("planted", state, code);
  }

  private static SQLException secondSale() {
    return new SQLException(
        "Duplicate entry 'x' for key 'reservation_seat.seat_sold_once'", "23000", 1062);
  }
}
