package dev.sluice.scheduler.pages;

import dev.sluice.contract.stream.EntryId;
import dev.sluice.database.DateTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The dead letters, and what was in them. */
@Component
final class DeadLetters {

  private static final Comparator<DeadLetterRow> NEWEST_FIRST =
      Comparator.comparing(DeadLetterRow::decidedAt)
          .reversed()
          .thenComparing(DeadLetterRow::shard)
          .thenComparing(Comparator.comparing(DeadLetterRow::number).reversed());

  /** Along the primary key. */
  private static final String OF_SHARD =
      """
      (SELECT shard, number, entry, decided_at, error FROM dead_letter
       WHERE shard = ? AND number < ? ORDER BY number DESC LIMIT ?)
      """;

  private static final String ONE =
      "SELECT shard, number, entry, decided_at, error FROM dead_letter WHERE shard = ? AND number ="
          + " ?";

  /** The journal's element of a number; the subquery finds its slice along the primary key. */
  private static final String ELEMENT =
      """
      SELECT JSON_EXTRACT(CONVERT(UNCOMPRESS(entries) USING utf8mb4), CONCAT('$[', ? - first_number, ']'))
      FROM slice WHERE shard = ? AND first_number = (
        SELECT MAX(first_number) FROM slice WHERE shard = ? AND first_number <= ?)
      """;

  private final JdbcTemplate jdbc;

  DeadLetters(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Newest first, from a place on. */
  List<DeadLetterRow> list(DeadLetterCursor cursor, int size) {
    List<Integer> shards = jdbc.queryForList("SELECT id FROM shard ORDER BY id", Integer.class);
    if (shards.isEmpty()) {
      return List.of();
    }
    var values = new ArrayList<Object>();
    shards.forEach(shard -> Collections.addAll(values, shard, cursor.before(shard), size));
    return jdbc
        .query(
            String.join("UNION ALL\n", Collections.nCopies(shards.size(), OF_SHARD)),
            (row, _) -> row(row),
            values.toArray())
        .stream()
        .sorted(NEWEST_FIRST)
        .limit(size)
        .toList();
  }

  /** The newest one of each shard that has any. */
  List<DeadLetterRow> newest() {
    return jdbc.query(
        """
        SELECT letter.shard, letter.number, entry, decided_at, error FROM dead_letter AS letter
        JOIN (SELECT shard, MAX(number) AS number FROM dead_letter GROUP BY shard) AS newest
          ON newest.shard = letter.shard AND newest.number = letter.number
        ORDER BY letter.shard
        """,
        (row, _) -> row(row));
  }

  /** One of them. */
  Optional<DeadLetterRow> find(int shard, long number) {
    return jdbc.query(ONE, (row, _) -> row(row), shard, number).stream().findFirst();
  }

  /** What the journal has of it, as JSON; empty where its slice is past its retention. */
  Optional<String> element(int shard, long number) {
    return jdbc
        .query(
            ELEMENT,
            (row, _) -> Optional.ofNullable(row.getString(1)),
            number,
            shard,
            shard,
            number)
        .stream()
        .findFirst()
        .flatMap(found -> found);
  }

  private static DeadLetterRow row(ResultSet row) throws SQLException {
    return new DeadLetterRow(
        row.getInt("shard"),
        row.getLong("number"),
        EntryId.fromBytes(row.getBytes("entry")).toString(),
        DateTimes.instant(row, "decided_at"),
        row.getString("error"));
  }
}
