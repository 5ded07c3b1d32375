package dev.sluice.drain;

import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import dev.sluice.shard.StaleStateException;
import dev.sluice.shard.UnreadableShardException;
import dev.sluice.slice.UndecidableSliceException;
import dev.sluice.table.ContradictoryReservationsException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.IncorrectUpdateSemanticsDataAccessException;
import org.springframework.transaction.TransactionException;

/** Whose fault it is that a slice was not committed, and so what helps. */
enum FailureKind {

  /** One entry's, and trying again never helps: the rules, the codec, a value, a size. */
  POISON,

  /**
   * The rows are not what the drain took them for, or the code met what nobody foresaw: reading
   * again helps, unless it is one entry's.
   */
  CONTRADICTION,

  /** The last guard of I1 spoke: reading again helps, or a person does. Never an entry's fault. */
  SECOND_SALE,

  /** The shard's own row: reading again helps, or a person does. Never an entry's fault. */
  SHARD,

  /** A server's: it passes. Nothing may be dead-lettered for it. */
  SERVER;

  /** Values that the servers refuse, or cut with a warning, outside SQLSTATE class 22. */
  private static final Set<Integer> BAD_VALUE =
      Set.of(
          1265, // data truncated
          1364, // no default value
          1366, // incorrect value for a column
          1411, // incorrect value for a function
          1526, // no partition for a value
          3819); // MySQL's violated CHECK; MariaDB's is of class 23

  /** Larger than a packet, a page or the binary log's cache: a smaller slice may fit. */
  private static final Set<Integer> TOO_LARGE = Set.of(1118, 1153, 1162, 1197, 1301);

  /** The kind of what ended a slice's transaction, or the reading of where the shard is. */
  static FailureKind of(RuntimeException failure) {
    if (failure instanceof UndecidableSliceException) {
      return POISON;
    }
    if (failure instanceof ContradictoryReservationsException) {
      return SECOND_SALE;
    }
    if (failure instanceof UnreadableShardException) {
      return SHARD;
    }
    if (failure instanceof IncorrectUpdateSemanticsDataAccessException) {
      return CONTRADICTION;
    }
    SQLException sql = findSql(failure);
    if (sql != null) {
      return of(sql);
    }
    return failure instanceof DataAccessException
            || failure instanceof TransactionException
            || failure instanceof StaleStateException
        ? SERVER
        : CONTRADICTION;
  }

  private static FailureKind of(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    if (state.startsWith("22")
        || BAD_VALUE.contains(failure.getErrorCode())
        || TOO_LARGE.contains(failure.getErrorCode())
        || failure instanceof PacketTooBigException) {
      return POISON;
    }
    if (state.startsWith("23")) {
      return String.valueOf(failure.getMessage()).contains("seat_sold_once")
          ? SECOND_SALE
          : CONTRADICTION;
    }
    return SERVER;
  }

  private static @Nullable SQLException findSql(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    return (SQLException) cause;
  }
}
