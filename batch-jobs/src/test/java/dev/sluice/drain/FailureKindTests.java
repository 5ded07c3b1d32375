package dev.sluice.drain;

import static dev.sluice.drain.FailureKind.CONTRADICTION;
import static dev.sluice.drain.FailureKind.POISON;
import static dev.sluice.drain.FailureKind.SECOND_SALE;
import static dev.sluice.drain.FailureKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.shard.UnreadableShardException;
import dev.sluice.slice.UndecidableSliceException;
import dev.sluice.table.ContradictoryReservationsException;
import java.io.EOFException;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.IncorrectUpdateSemanticsDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionSystemException;

/** What each failure asks for. */
class FailureKindTests {

  @ParameterizedTest
  @CsvSource({
    "22001, 1406, POISON", // too long
    "22003, 1264, POISON", // out of range
    "22007, 1292, POISON", // no date
    "22032, 3140, POISON", // no JSON
    "01000, 1265, POISON", // cut, with a warning
    "HY000, 1366, POISON", // not of the character set
    "HY000, 1364, POISON", // no default
    "HY000, 3819, POISON", // CHECK, MySQL
    "42000, 1118, POISON", // row too large
    "08S01, 1153, POISON", // packet too large
    "HY000, 1197, POISON", // transaction larger than the binary log's cache
    "HY000, 1301, POISON", // result larger than a packet
    "23000, 1062, CONTRADICTION", // duplicate
    "23000, 1048, CONTRADICTION", // null
    "23000, 4025, CONTRADICTION", // CHECK, MariaDB
    "40001, 1213, SERVER", // deadlock
    "HY000, 1205, SERVER", // lock timeout
    "HY000, 1021, SERVER", // disk full
    "HY000, 1114, SERVER", // table full
    "HY000, 1290, SERVER", // read-only
    "HY000, 1836, SERVER", // read-only
    "HY000, 1030, SERVER", // storage engine
    "08S01, 0, SERVER", // connection
    "08004, 1040, SERVER", // too many connections
    "70100, 1317, SERVER", // interrupted
    "28000, 1045, SERVER", // password
    "42000, 1142, SERVER", // right
    "42S02, 1146, SERVER", // no such table
    ", 0, SERVER",
  })
  void goesByStateAndCode(String state, int code, FailureKind kind) {
    SQLException failure = new SQLException("planted", state, code);
    assertThat(FailureKind.of(new UncategorizedSQLException("task", "SQL", failure)))
        .isEqualTo(kind);
    // However the driver and Spring wrap it.
    failure.initCause(new EOFException());
    assertThat(FailureKind.of(new TransactionSystemException("commit", failure))).isEqualTo(kind);
  }

  @Test
  void knowsTheLastGuardByItsName() {
    var failure =
        new SQLException(
            "Duplicate entry for key 'reservation_seat.seat_sold_once'", "23000", 1062);
    assertThat(FailureKind.of(new UncategorizedSQLException("task", "SQL", failure)))
        .isEqualTo(SECOND_SALE);
  }

  static Stream<RuntimeException> poison() {
    return Stream.of(
        new UndecidableSliceException(1, EntryId.ZERO, new IllegalStateException()),
        new UncategorizedSQLException("task", "SQL", new PacketTooBigException(9, 8)));
  }

  @ParameterizedTest
  @MethodSource
  void poison(RuntimeException failure) {
    assertThat(FailureKind.of(failure)).isEqualTo(POISON);
  }

  static Stream<RuntimeException> contradictions() {
    return Stream.of(
        new IncorrectUpdateSemanticsDataAccessException("2 rows sent, 1 changed"),
        new NullPointerException(),
        new IllegalArgumentException("Not a status: 99"));
  }

  @ParameterizedTest
  @MethodSource
  void contradictions(RuntimeException failure) {
    assertThat(FailureKind.of(failure)).isEqualTo(CONTRADICTION);
  }

  @Test
  void blamesNoEntryForTheRowOfTheShard() {
    assertThat(FailureKind.of(new UnreadableShardException(1, null))).isEqualTo(FailureKind.SHARD);
    assertThat(FailureKind.of(new UnreadableShardException(1, new SQLException("x", "22001", 1))))
        .isEqualTo(FailureKind.SHARD);
  }

  @Test
  void leavesToServersWhatIsTheirs() {
    assertThat(FailureKind.of(new DataAccessResourceFailureException("no connection")))
        .isEqualTo(SERVER);
    assertThat(FailureKind.of(new TransactionSystemException("commit"))).isEqualTo(SERVER);
    assertThat(FailureKind.of(new ContradictoryReservationsException(1, UUID.randomUUID(), "")))
        .isEqualTo(SECOND_SALE);
  }
}
