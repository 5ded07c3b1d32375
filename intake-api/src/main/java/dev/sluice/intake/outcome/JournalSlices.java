package dev.sluice.intake.outcome;

import dev.sluice.contract.EntryId;
import dev.sluice.contract.SliceMessage;
import dev.sluice.contract.Uuids;
import dev.sluice.database.DateTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The slices in the database: everything that was ever decided and is not purged. */
@Component
final class JournalSlices {

  private static final String SLICES =
      """
      SELECT shard, first_number, last_number, drained, last_entry, decided_at, entries FROM slice
      """;

  private final JdbcClient jdbc;

  JournalSlices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The slice that decided an entry, if it is decided: the first that does not end before it. */
  Optional<SliceMessage> findByEntry(int shard, EntryId entry) {
    return jdbc.sql(SLICES + "WHERE shard = ? AND last_entry >= ? ORDER BY last_entry LIMIT 1")
        .params(shard, entry.toBytes())
        .query(JournalSlices::slice)
        .optional();
  }

  /** The slice that holds a number. */
  Optional<SliceMessage> findByNumber(int shard, long number) {
    return jdbc.sql(
            SLICES + "WHERE shard = ? AND first_number <= ? ORDER BY first_number DESC LIMIT 1")
        .params(shard, number)
        .query(JournalSlices::slice)
        .optional();
  }

  /** Slices from a number on, in order. */
  List<SliceMessage> listFrom(int shard, long firstNumber, int limit) {
    return jdbc.sql(SLICES + "WHERE shard = ? AND first_number >= ? ORDER BY first_number LIMIT ?")
        .params(shard, firstNumber, limit)
        .query(JournalSlices::slice)
        .list();
  }

  /** The newest slices, the newest first. */
  List<SliceMessage> listNewest(int shard, int limit) {
    return jdbc.sql(SLICES + "WHERE shard = ? ORDER BY first_number DESC LIMIT ?")
        .params(shard, limit)
        .query(JournalSlices::slice)
        .list();
  }

  /** How far the shard is; before its first entry if there is no such shard. */
  Position position(int shard) {
    return jdbc.sql("SELECT watermark, last_number FROM shard WHERE id = ?")
        .param(shard)
        .query(
            (row, n) ->
                new Position(EntryId.fromBytes(row.getBytes(1)), row.getLong("last_number")))
        .optional()
        .orElse(Position.START);
  }

  /** Whether the shard's drain has stopped by itself. */
  boolean isPaused(int shard) {
    return jdbc.sql("SELECT paused_because IS NOT NULL FROM shard WHERE id = ?")
        .param(shard)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Where a reservation was granted, for the owner who asks after Redis forgot the request. */
  Optional<Grant> findGrant(RequestKey request) {
    return jdbc.sql(
            "SELECT shard, number, customer FROM reservation WHERE session_id = ? AND id = ?")
        .params(Uuids.toBytes(request.session()), Uuids.toBytes(request.id()))
        .query(
            (row, n) ->
                new Grant(row.getInt("shard"), row.getLong("number"), row.getString("customer")))
        .optional();
  }

  private static SliceMessage slice(ResultSet row, int n) throws SQLException {
    long first = row.getLong("first_number");
    return new SliceMessage(
        row.getInt("shard"),
        first,
        (int) (row.getLong("last_number") - first + 1),
        row.getInt("drained"),
        EntryId.fromBytes(row.getBytes("last_entry")),
        DateTimes.instant(row, "decided_at"),
        row.getBytes("entries"));
  }

  /**
   * How far a shard is.
   *
   * @param watermark the last decided entry
   * @param lastNumber the last number
   */
  record Position(EntryId watermark, long lastNumber) {

    static final Position START = new Position(EntryId.ZERO, 0);
  }

  /**
   * Where a reservation was granted.
   *
   * @param shard by which shard
   * @param number of the outcome
   * @param customer to whom
   */
  record Grant(int shard, long number, String customer) {}
}
