package dev.sluice.intake.outcome;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.database.DateTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The slices in the database: everything that was ever decided and is not purged. */
@Component
final class JournalSlices {

  private static final String SLICES =
      """
      SELECT shard, first_number, last_number, drained, last_entry, decided_at, entries FROM slice
      """;

  /** Names of one statement: more would hold up the server's other clients for too long. */
  static final int NAMES_MAX = 1_000;

  private static final String FORGOTTEN =
      """
      WITH named AS (
        SELECT UNHEX(one.session) AS session_id, UNHEX(one.id) AS id
        FROM JSON_TABLE(?, '$[*]' COLUMNS (session CHAR(32) PATH '$[0]', id CHAR(32) PATH '$[1]')) one)
      SELECT r.session_id, r.id, r.shard, r.number, r.digest
      FROM named STRAIGHT_JOIN reservation r ON r.session_id = named.session_id AND r.id = named.id
      UNION ALL
      SELECT i.session_id, i.id, i.shard, i.number, i.digest
      FROM named STRAIGHT_JOIN request_index i ON i.session_id = named.session_id AND i.id = named.id
      ORDER BY shard, number
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

  /**
   * Where requests were decided whose ids Redis does not know: as long as a reservation is kept,
   * and as long as an id that Redis forgot early is in the index. One statement for {@value
   * #NAMES_MAX} of them.
   *
   * @return those that were
   */
  Map<RequestKey, DecidedAt> listForgotten(List<RequestKey> requests) {
    var decidedAt = new HashMap<RequestKey, DecidedAt>();
    for (int from = 0; from < requests.size(); from += NAMES_MAX) {
      find(requests.subList(from, Math.min(requests.size(), from + NAMES_MAX)), decidedAt);
    }
    return decidedAt;
  }

  private void find(List<RequestKey> requests, Map<RequestKey, DecidedAt> decidedAt) {
    jdbc.sql(FORGOTTEN)
        .param(
            requests.stream()
                .map(one -> "[\"" + hex(one.session()) + "\",\"" + hex(one.id()) + "\"]")
                .collect(Collectors.joining(",", "[", "]")))
        .query(
            row -> {
              decidedAt.putIfAbsent(
                  new RequestKey(
                      Uuids.fromBytes(row.getBytes("session_id")),
                      Uuids.fromBytes(row.getBytes("id"))),
                  new DecidedAt(
                      row.getInt("shard"),
                      row.getLong("number"),
                      Digest.fromBytes(row.getBytes("digest"))));
            });
  }

  private static String hex(UUID id) {
    return HexFormat.of().formatHex(Uuids.toBytes(id));
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
   * Where a request was decided.
   *
   * @param shard by which shard
   * @param number of the outcome
   * @param digest of the request that was decided; {@link Digest#NONE} if it could not be read
   */
  record DecidedAt(int shard, long number, Digest digest) {}
}
