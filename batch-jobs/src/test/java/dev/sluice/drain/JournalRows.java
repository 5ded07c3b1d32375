package dev.sluice.drain;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalReader;
import dev.sluice.contract.journal.SliceHash;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.database.DateTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/** The journal of one shard as it is stored, read by other code than the drain's. */
public final class JournalRows {

  private final JdbcTemplate jdbc;
  private final int shard;

  JournalRows(JdbcTemplate jdbc, int shard) {
    this.jdbc = jdbc;
    this.shard = shard;
  }

  /** All slices, in order. */
  public List<Row> list() {
    return jdbc.query(
        "SELECT * FROM slice WHERE shard = ? ORDER BY first_number",
        (row, index) -> row(row),
        shard);
  }

  /** All elements, in order of their numbers, which begin at 1. */
  public List<JournalElement> elements() {
    return list().stream().flatMap(row -> row.elements().stream()).toList();
  }

  /** Every outcome, by its entry. An entry with two has the last one: see {@link Promises}. */
  public Map<EntryId, Outcome> outcomes() {
    var outcomes = new LinkedHashMap<EntryId, Outcome>();
    for (JournalElement element : elements()) {
      switch (element) {
        case JournalElement.Decided decided -> outcomes.put(decided.entry(), decided.outcome());
        case JournalElement.Unread unread -> outcomes.put(unread.entry(), unread.outcome());
        case JournalElement.Changed _ -> {}
      }
    }
    return outcomes;
  }

  /** The outcome of an entry. */
  public Outcome get(EntryId entry) {
    return Objects.requireNonNull(outcomes().get(entry), () -> "no outcome of " + entry);
  }

  /** Number of the request's first decision. */
  public long firstNumber(Request request) {
    return numberOf(request) + 1L;
  }

  /** Entry of the request's first decision. */
  public EntryId firstEntry(Request request) {
    return ((JournalElement.Decided) elements().get(numberOf(request))).entry();
  }

  private int numberOf(Request request) {
    List<JournalElement> all = elements();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof JournalElement.Decided one && one.request().equals(request)) {
        return i;
      }
    }
    throw new AssertionError("not decided: " + request);
  }

  private Row row(ResultSet row) throws SQLException {
    return new Row(
        shard,
        row.getLong("first_number"),
        row.getLong("last_number"),
        EntryId.fromBytes(row.getBytes("first_entry")),
        EntryId.fromBytes(row.getBytes("last_entry")),
        DateTimes.instant(row, "decided_at"),
        row.getLong("fence"),
        row.getInt("drained"),
        row.getInt("granted"),
        row.getInt("waitlisted"),
        row.getInt("rejected"),
        row.getInt("duplicates"),
        row.getInt("dead_lettered"),
        row.getInt("system_entries"),
        row.getInt("transitions"),
        row.getBytes("hash"),
        row.getBytes("entries"),
        row.getInt("format"),
        row.getInt("policy_version"),
        row.getBoolean("clocks_apart"));
  }

  /** A row of the table of slices. */
  public record Row(
      int shard,
      long firstNumber,
      long lastNumber,
      EntryId firstEntry,
      EntryId lastEntry,
      Instant decidedAt,
      long fence,
      int drained,
      int granted,
      int waitlisted,
      int rejected,
      int duplicates,
      int deadLettered,
      int systemEntries,
      int transitions,
      byte[] hash,
      byte[] entries,
      int format,
      int policyVersion,
      boolean clocksApart) {

    /** The uncompressed elements. */
    public byte[] json() {
      return Compression.uncompress(entries);
    }

    /** The elements. */
    public List<JournalElement> elements() {
      return JournalReader.read(json());
    }

    /** Where it stands and what it was decided by. */
    public SliceHead head() {
      return new SliceHead(
          format, shard, firstNumber, lastEntry, decidedAt, policyVersion, clocksApart);
    }

    /** The hash that the row should have behind a previous one. */
    public byte[] hashAfter(byte[] previous) {
      return SliceHash.of(previous, head(), json());
    }

    /** As followers get it. */
    public SliceMessage message() {
      return new SliceMessage(
          shard,
          firstNumber,
          Math.toIntExact(lastNumber - firstNumber + 1),
          drained,
          lastEntry,
          decidedAt,
          entries);
    }
  }
}
