package dev.sluice.journal;

import dev.sluice.allocation.Decision;
import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceHash;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.journal.WrittenElements;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.database.DateTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;

/** The table of slices. As thread-safe as the connection that it is given. */
public final class Journal {

  private static final String INSERT =
      """
      INSERT INTO slice (shard, first_number, last_number, first_entry, last_entry, decided_at, fence, policy_version,
        drained, granted, waitlisted, rejected, duplicates, dead_lettered, transitions,
        load_micros, decide_micros, apply_micros, hash, entries, format, clocks_apart, system_entries)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String SELECT =
      "SELECT shard, first_number, last_number, last_entry, decided_at, drained, entries"
          + " FROM slice WHERE shard = ? AND ";

  private static final RowMapper<SliceMessage> MESSAGE = (row, index) -> message(row);

  private final JdbcOperations jdbc;

  /** A journal on that connection or pool. */
  public Journal(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes a slice.
   *
   * @return the row as followers get it
   */
  public SliceMessage insert(SliceRow row) {
    Decision.Counts counts = row.decision().counts();
    SliceHead head = row.head();
    long firstNumber = head.firstNumber();
    int count = row.decision().elements().size();
    jdbc.update(
        INSERT,
        head.shard(),
        firstNumber,
        firstNumber + count - 1,
        row.firstEntry().toBytes(),
        head.lastEntry().toBytes(),
        DateTimes.utc(head.decidedAt()),
        row.fence(),
        head.policyVersion(),
        counts.drained(),
        counts.granted(),
        counts.waitlisted(),
        counts.rejected(),
        counts.duplicates(),
        counts.deadLettered(),
        counts.transitions(),
        row.timings().load().toNanos() / 1_000,
        row.timings().decide().toNanos() / 1_000,
        row.timings().apply().toNanos() / 1_000,
        row.hash(),
        row.entries(),
        head.format(),
        head.clocksApart(),
        counts.system());
    return new SliceMessage(
        head.shard(),
        firstNumber,
        count,
        counts.drained(),
        head.lastEntry(),
        head.decidedAt(),
        row.entries());
  }

  /** Up to that many slices that begin after a number, in order. */
  public List<SliceMessage> listAfterNumber(int shard, long number, int limit) {
    return jdbc.query(
        SELECT + "first_number > ? ORDER BY first_number LIMIT ?", MESSAGE, shard, number, limit);
  }

  /** The element of a number; empty if its slice is not kept. */
  public Optional<JournalElement> findElement(int shard, long number) {
    return jdbc
        .query(
            SELECT + "first_number <= ? AND last_number >= ? ORDER BY first_number DESC LIMIT 1",
            MESSAGE,
            shard,
            number,
            number)
        .stream()
        .findFirst()
        .map(slice -> slice.elements().get(Math.toIntExact(number - slice.firstNumber())));
  }

  /** Up to that many slices whose last entry is after an entry, in order. */
  public List<SliceMessage> listAfterEntry(int shard, EntryId entry, int limit) {
    return jdbc.query(
        SELECT + "last_entry > ? ORDER BY last_entry LIMIT ?",
        MESSAGE,
        shard,
        entry.toBytes(),
        limit);
  }

  /** Up to that many slices that begin before a number, the last one first. */
  public List<SliceSummary> listHeadsBefore(int shard, long number, int limit) {
    return jdbc.query(
        "SELECT first_number, last_number, last_entry, decided_at, drained FROM slice WHERE shard ="
            + " ? AND first_number < ? ORDER BY first_number DESC LIMIT ?",
        (row, index) ->
            new SliceSummary(
                row.getLong("first_number"),
                row.getLong("last_number"),
                EntryId.fromBytes(row.getBytes("last_entry")),
                DateTimes.instant(row, "decided_at"),
                row.getInt("drained")),
        shard,
        number,
        limit);
  }

  /** Whether the shard's last slice was decided while the clocks were apart; not if it has none. */
  public boolean wasLastDecidedApart(int shard) {
    return jdbc.queryForList(
            "SELECT clocks_apart FROM slice WHERE shard = ? ORDER BY first_number DESC LIMIT 1",
            Boolean.class,
            shard)
        .contains(true);
  }

  /**
   * Number of the last decision before an instant; 0 if there is none. Instants rise with numbers
   * within a shard, so it is searched for by halving.
   */
  public long lastNumberBefore(int shard, Instant instant) {
    long before = 0;
    long last =
        listHeadsBefore(shard, Long.MAX_VALUE, 1).stream()
            .mapToLong(SliceSummary::lastNumber)
            .findFirst()
            .orElse(0);
    while (before < last) {
      long middle = before + (last - before + 1) / 2;
      List<SliceSummary> at = listHeadsBefore(shard, middle + 1, 1);
      if (at.isEmpty()) {
        // What came before the journal's beginning is older than that.
        before = middle;
      } else if (at.getFirst().decidedAt().isBefore(instant)) {
        before = Math.max(middle, at.getFirst().lastNumber());
      } else {
        last = at.getFirst().firstNumber() - 1;
      }
    }
    return before;
  }

  /**
   * Encodes a decision.
   *
   * @param written uncompressed
   * @param entries compressed
   * @param hash chained to the previous one
   */
  public record Encoded(WrittenElements written, byte[] entries, byte[] hash) {

    /** Writes, compresses and hashes a slice. */
    public static Encoded of(Decision decision, SliceHead head, byte[] previousHash) {
      WrittenElements written = WrittenElements.write(decision.elements());
      byte[] json = written.json();
      return new Encoded(
          written, Compression.compress(json), SliceHash.of(previousHash, head, json));
    }
  }

  private static SliceMessage message(ResultSet row) throws SQLException {
    long first = row.getLong("first_number");
    return new SliceMessage(
        row.getInt("shard"),
        first,
        Math.toIntExact(row.getLong("last_number") - first + 1),
        row.getInt("drained"),
        EntryId.fromBytes(row.getBytes("last_entry")),
        DateTimes.instant(row, "decided_at"),
        row.getBytes("entries"));
  }
}
