package dev.sluice.shard;

import dev.sluice.contract.stream.EntryId;
import dev.sluice.database.DateTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.IncorrectUpdateSemanticsDataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/** The rows of shards. */
public final class Shards {

  private static final String SELECT =
      """
      SELECT id, fence, watermark, last_number, last_decided_at, last_hash, UTC_TIMESTAMP(3) AS clock
      FROM shard WHERE id = ?
      """;

  private static final String LOCK = SELECT + "FOR UPDATE";

  private static final String ADVANCE =
      """
      UPDATE shard SET watermark = ?, last_number = ?, last_decided_at = ?, last_hash = ?
      WHERE id = ? AND fence = ?
      """;

  /** Characters that the column has room for. */
  private static final int PAUSE_REASON_MAX = 500;

  private final JdbcOperations jdbc;

  public Shards(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Ids of all shards, ascending. */
  public List<Integer> listIds() {
    return jdbc.queryForList("SELECT id FROM shard ORDER BY id", Integer.class);
  }

  /**
   * Raises the fence, so that the holder before cannot commit. Locks the row.
   *
   * @throws UnreadableShardException if there is no such row, or it makes no sense
   */
  public ShardState raiseFence(int shard) {
    int rows = jdbc.update("UPDATE shard SET fence = fence + 1 WHERE id = ?", shard);
    if (rows != 1) {
      throw new UnreadableShardException(shard, null);
    }
    return lock(shard).state();
  }

  /**
   * Reads the row without waiting for who has locked it.
   *
   * @throws UnreadableShardException if there is no such row, or it makes no sense
   */
  public ShardState get(int shard) {
    return read(SELECT, shard).state();
  }

  /**
   * Locks the row until the transaction ends, and reads it with the database's clock.
   *
   * @throws UnreadableShardException if there is no such row, or it makes no sense
   */
  public Locked lock(int shard) {
    return read(LOCK, shard);
  }

  private Locked read(String sql, int shard) {
    try {
      return only(shard, jdbc.query(sql, (row, index) -> locked(shard, row), shard));
    } catch (UnreadableShardException e) {
      throw e;
    } catch (RuntimeException e) {
      throw isOfAServer(e) ? e : new UnreadableShardException(shard, e);
    }
  }

  private static boolean isOfAServer(RuntimeException failure) {
    return failure instanceof DataAccessException
        && !(failure instanceof DataIntegrityViolationException);
  }

  private static <T> T only(int shard, List<T> rows) {
    if (rows.isEmpty()) {
      throw new UnreadableShardException(shard, null);
    }
    return rows.getFirst();
  }

  /**
   * Where the shard is, for who holds its lease.
   *
   * @throws LeaseLostException if the fence is not the lease's
   * @throws UnreadableShardException if there is no such row, or it makes no sense
   */
  public static Locked position(LeaseConnection connection, Lease lease) {
    var shards = new Shards(connection.jdbc());
    Locked locked =
        Objects.requireNonNull(connection.inTransaction(() -> shards.lock(lease.shard())));
    if (locked.state().fence() != lease.fence()) {
      throw new LeaseLostException(lease.shard(), lease.fence(), locked.state().fence());
    }
    return locked;
  }

  /** The database's clock. */
  public Instant now() {
    return jdbc.query(
            "SELECT UTC_TIMESTAMP(3) AS clock", (row, index) -> DateTimes.instant(row, "clock"))
        .getFirst();
  }

  /** Writes where the shard is after a slice. */
  public void advance(ShardState next) {
    int rows =
        jdbc.update(
            ADVANCE,
            next.watermark().toBytes(),
            next.lastNumber(),
            DateTimes.utc(next.lastDecidedAt()),
            next.lastHash(),
            next.shard(),
            next.fence());
    if (rows != 1) {
      throw new IncorrectUpdateSemanticsDataAccessException(
          "shard: 1 row sent, " + rows + " changed");
    }
  }

  /**
   * Why the shard is paused; null while it is not.
   *
   * @throws UnreadableShardException if there is no such row
   */
  public @Nullable String findPause(int shard) {
    return only(
            shard,
            jdbc.query(
                "SELECT paused_because FROM shard WHERE id = ?",
                (row, index) -> Optional.ofNullable(row.getString(1)),
                shard))
        .orElse(null);
  }

  /** How far all shards are, by shard. */
  public SortedMap<Integer, Progress> listProgress() {
    var all = new TreeMap<Integer, Progress>();
    jdbc.query(
        "SELECT id, last_decided_at, paused_because, UTC_TIMESTAMP(3) AS clock FROM shard",
        row -> {
          all.put(
              row.getInt("id"),
              new Progress(
                  DateTimes.instant(row, "last_decided_at"),
                  DateTimes.instant(row, "clock"),
                  row.getString("paused_because")));
        });
    return all;
  }

  /** Stops the shard until an operator has looked: sets the reason, which a person clears. */
  public void pause(int shard, String reason) {
    jdbc.update("UPDATE shard SET paused_because = ? WHERE id = ?", kept(reason), shard);
  }

  /**
   * The same, unless it is paused.
   *
   * @return the reason as it is kept; empty if there was another, which stays
   */
  public Optional<String> pauseUnlessPaused(int shard, String reason) {
    String kept = kept(reason);
    int rows =
        jdbc.update(
            "UPDATE shard SET paused_because = ? WHERE id = ? AND paused_because IS NULL",
            kept,
            shard);
    return rows == 1 ? Optional.of(kept) : Optional.empty();
  }

  /**
   * Lets the shard go on.
   *
   * @param because why it was paused, as its row says
   * @return false if it is not paused, or for another reason
   */
  public boolean resume(int shard, String because) {
    return jdbc.update(
            "UPDATE shard SET paused_because = NULL WHERE id = ? AND paused_because = ?",
            shard,
            because)
        == 1;
  }

  private static String kept(String reason) {
    return reason.substring(0, Math.min(reason.length(), PAUSE_REASON_MAX));
  }

  private static Locked locked(int shard, ResultSet row) {
    try {
      return new Locked(
          new ShardState(
              row.getInt("id"),
              row.getLong("fence"),
              EntryId.fromBytes(row.getBytes("watermark")),
              row.getLong("last_number"),
              DateTimes.instant(row, "last_decided_at"),
              row.getBytes("last_hash")),
          DateTimes.instant(row, "clock"));
    } catch (SQLException | RuntimeException e) {
      // The row is here: what cannot be made of it is no failure of a connection.
      throw new UnreadableShardException(shard, e);
    }
  }

  /**
   * How far a shard is.
   *
   * @param decidedAt its last slice's instant
   * @param clock the database's clock
   * @param pausedBecause why it does not go on until a person has looked; null if it does
   */
  public record Progress(Instant decidedAt, Instant clock, @Nullable String pausedBecause) {}

  /**
   * A locked row.
   *
   * @param state what it says
   * @param clock the database's clock
   */
  public record Locked(ShardState state, Instant clock) {

    /** The instant of the next slice: the clock, unless it went back. */
    public Instant now() {
      return clock.isBefore(state.lastDecidedAt()) ? state.lastDecidedAt() : clock;
    }
  }
}
