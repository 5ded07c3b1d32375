package dev.sluice.journal;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.FirstOfId;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.IncorrectUpdateSemanticsDataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The table of request ids that Redis may have forgotten, each with the decision that it stands
 * for. A reservation that was granted is left out: its own row tells. As thread-safe as the
 * connection that it is given.
 */
public final class RequestIndex {

  private static final String FIND =
      """
      SELECT i.session_id, i.id, i.number, i.digest
      FROM JSON_TABLE(?, '$[*]' COLUMNS (session CHAR(32) PATH '$[0]', id CHAR(32) PATH '$[1]')) named
      STRAIGHT_JOIN request_index i ON i.session_id = UNHEX(named.session) AND i.id = UNHEX(named.id)
      """;

  /** Those that are there stay as they are: the first decision stands. */
  private static final String ADD =
      """
      INSERT INTO request_index (session_id, id, shard, number, digest)
      SELECT UNHEX(added.session), UNHEX(added.id), ?, added.number, UNHEX(added.digest)
      FROM JSON_TABLE(?, '$[*]' COLUMNS (session CHAR(32) PATH '$[0]', id CHAR(32) PATH '$[1]', number BIGINT PATH '$[2]',
        digest CHAR(32) PATH '$[3]')) added
      LEFT JOIN request_index known ON known.session_id = UNHEX(added.session) AND known.id = UNHEX(added.id)
      WHERE known.id IS NULL
      """;

  private final JdbcOperations jdbc;

  /** An index on that connection or pool. */
  public RequestIndex(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What these ids stand for, with one statement; those that it does not have are left out.
   *
   * @param ids none: nothing is asked
   */
  public Map<RequestId, FirstOfId> find(Collection<RequestId> ids) {
    var found = new HashMap<RequestId, FirstOfId>();
    if (ids.isEmpty()) {
      return found;
    }
    var rows = new JsonRows(ids.size());
    ids.forEach(one -> rows.row().value(one.session).value(one.id));
    jdbc.query(
        FIND,
        row -> {
          found.put(
              new RequestId(
                  Uuids.fromBytes(row.getBytes("session_id")), Uuids.fromBytes(row.getBytes("id"))),
              new FirstOfId(row.getLong("number"), Digest.fromBytes(row.getBytes("digest"))));
        },
        rows.toString());
    return found;
  }

  /** How far the shard is indexed and purged; at the beginning if nobody has begun. */
  public Progress progress(int shard) {
    return jdbc
        .query(
            "SELECT indexed, purged FROM request_index_progress WHERE shard = ?",
            (row, index) -> new Progress(row.getLong("indexed"), row.getLong("purged")),
            shard)
        .stream()
        .findFirst()
        .orElse(Progress.NONE);
  }

  /**
   * Adds what a slice decided for the first time, and notes how far the index is. To be called in a
   * transaction.
   *
   * @param before up to which number it was indexed
   * @return how many ids were not there yet
   * @throws IncorrectUpdateSemanticsDataAccessException if somebody else has indexed meanwhile
   */
  public int add(SliceMessage slice, long before) {
    raise(slice.shard(), "indexed", before, slice.lastNumber());
    var rows = new JsonRows(slice.drained());
    listFirst(slice)
        .forEach(
            (one, first) ->
                rows.row()
                    .value(one.session)
                    .value(one.id)
                    .value(first.number())
                    .value(first.digest().toBytes()));
    return rows.rows() == 0 ? 0 : jdbc.update(ADD, slice.shard(), rows.toString());
  }

  /**
   * Notes that nothing up to a number needs to be indexed, because its time is over. To be called
   * in a transaction.
   *
   * @throws IncorrectUpdateSemanticsDataAccessException if somebody else has indexed meanwhile
   */
  public void skip(int shard, long before, long number) {
    raise(shard, "indexed", before, number);
  }

  /**
   * Removes ids of decisions up to a number, some at a time, and notes it with the last of them. To
   * be called in a transaction.
   *
   * @param before up to which number they were removed
   * @return whether all are removed
   * @throws IncorrectUpdateSemanticsDataAccessException if somebody else has removed them meanwhile
   */
  public boolean purge(int shard, long before, long number, int limit) {
    int removed =
        jdbc.update(
            "DELETE FROM request_index WHERE shard = ? AND number > ? AND number <= ? LIMIT ?",
            shard,
            before,
            number,
            limit);
    if (removed == limit) {
      return false;
    }
    raise(shard, "purged", before, number);
    return true;
  }

  private void raise(int shard, String column, long before, long number) {
    if (before == 0) {
      jdbc.update(
          """
          INSERT INTO request_index_progress (shard, indexed, purged)
          SELECT ?, 0, 0 FROM (SELECT 1) AS one
          WHERE NOT EXISTS (SELECT 1 FROM request_index_progress WHERE shard = ?)
          """,
          shard,
          shard);
    }
    int rows =
        jdbc.update(
            "UPDATE request_index_progress SET %1$s = ? WHERE shard = ? AND %1$s = ?"
                .formatted(column),
            number,
            shard,
            before);
    if (rows != 1) {
      throw new IncorrectUpdateSemanticsDataAccessException(
          "The request index of shard %d is not %s up to %d".formatted(shard, column, before));
    }
  }

  /** What a slice decided for the first time, but for grants; of an id that is twice, the first. */
  private static Map<RequestId, FirstOfId> listFirst(SliceMessage slice) {
    var all = new LinkedHashMap<RequestId, FirstOfId>();
    long number = slice.firstNumber();
    for (JournalElement element : slice.elements()) {
      RequestId one = idOf(element);
      if (one != null) {
        all.putIfAbsent(one, new FirstOfId(number, digestOf(element)));
      }
      number++;
    }
    return all;
  }

  private static @Nullable RequestId idOf(JournalElement element) {
    if (element.isOfSystem()) {
      return null;
    }
    return switch (element) {
      case JournalElement.Decided one ->
          one.outcome().isFirstOfId() && !(one.outcome() instanceof Outcome.Held)
              ? RequestId.of(one.request())
              : null;
      case JournalElement.Unread one ->
          one.session() == null || one.requestId() == null
              ? null
              : new RequestId(one.session(), one.requestId());
      case JournalElement.Changed _ -> null;
    };
  }

  private static Digest digestOf(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided one -> one.request().digest();
      case JournalElement.Unread one -> one.digest();
      case JournalElement.Changed _ -> Digest.NONE;
    };
  }

  /** What a request is known by: its id is its session's. */
  public record RequestId(UUID session, UUID id) {

    /** That of a request. */
    public static RequestId of(Request request) {
      return new RequestId(request.session(), request.id());
    }
  }

  /**
   * How far a shard is.
   *
   * @param indexed every id of a decision up to this number is in the index, unless its time is
   *     over or it was granted
   * @param purged up to this number none is in it any more
   */
  public record Progress(long indexed, long purged) {

    static final Progress NONE = new Progress(0, 0);
  }
}
