package dev.sluice.rig.evidence.table;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.stream.EntryId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What MySQL or MariaDB holds. Instants are read as milliseconds since 1970, so that neither the
 * connection's time zone nor this JVM's has a say.
 */
public final class Tables {

  private static final String SLICES =
      """
      SELECT format, shard, first_number, last_number, last_entry, policy_version, clocks_apart,
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', decided_at) DIV 1000 AS decided_at,
        drained, granted, waitlisted, rejected, duplicates, dead_lettered, system_entries, transitions,
        load_micros + decide_micros + apply_micros AS time, hash, entries
      FROM slice
      WHERE shard = ? AND first_number > ?
      ORDER BY first_number
      """;

  private static final String SHARDS =
      """
      SELECT shard.id, shard.last_number, shard.watermark, shard.last_hash, publication.number
      FROM shard JOIN publication ON publication.shard = shard.id
      ORDER BY shard.id
      """;

  private static final String SESSION =
      """
      SELECT session.shard, seat.label, seat.ordinal
      FROM session
      JOIN session_section ON session_section.session_id = session.id
      JOIN seat ON seat.hall_id = session.hall_id AND seat.section = session_section.section
      WHERE session.id = ?
      """;

  /** Selects what {@link #reservation} reads. */
  public static final String RESERVATIONS =
      """
      SELECT session_id, id, customer, status, digest, number, amount, currency, seats,
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', hold_expires_at) DIV 1000 AS hold_expires_at,
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', decided_at) DIV 1000 AS decided_at,
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', changed_at) DIV 1000 AS changed_at
      FROM reservation
      """;

  private static final String SEATS =
      "SELECT seat, reservation_id FROM reservation_seat WHERE session_id = ?";

  /** All tables at one instant. */
  public record Contents(
      List<ShardRow> shards,
      PlayedSlices journal,
      List<PlayedSession> sessions,
      List<ReservationRow> reservations,
      List<SeatRow> seats,
      Money money) {}

  private final Connection connection;
  private final MoneyTables money;

  /** Reads through a connection that nobody else uses meanwhile. */
  public Tables(Connection connection) {
    this.connection = connection;
    this.money = new MoneyTables(connection);
  }

  /** Whether any money is still to be taken, decided about or given back. */
  public boolean isMoneyUnderWay() throws SQLException {
    return money.isUnderWay();
  }

  /** Where each shard is now. */
  public Map<Integer, ShardPosition> positions() throws SQLException {
    var positions = new HashMap<Integer, ShardPosition>();
    for (ShardRow shard : shards()) {
      positions.put(shard.shard(), new ShardPosition(shard.lastNumber(), shard.lastHash()));
    }
    return positions;
  }

  /** The shards' rows, in order. */
  public List<ShardRow> shards() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SHARDS);
        ResultSet rows = select.executeQuery()) {
      var shards = new ArrayList<ShardRow>();
      while (rows.next()) {
        shards.add(
            new ShardRow(
                rows.getInt(1),
                rows.getLong(2),
                EntryId.fromBytes(rows.getBytes(3)),
                rows.getBytes(4),
                rows.getLong(5)));
      }
      return shards;
    }
  }

  /** The session with the seats that it sells. */
  public PlayedSession session(UUID id) throws SQLException {
    try (PreparedStatement select = of(SESSION, id);
        ResultSet rows = select.executeQuery()) {
      var seats = new HashMap<String, Integer>();
      int shard = -1;
      while (rows.next()) {
        shard = rows.getInt(1);
        seats.put(rows.getString(2), rows.getInt(3));
      }
      return new PlayedSession(id, shard, seats);
    }
  }

  /** Everything since the positions, in one snapshot: other transactions are in it whole or not. */
  public Contents read(Map<Integer, ShardPosition> positions, List<UUID> sessionIds)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
      try {
        List<ShardRow> shards = shards();
        var slices = new ArrayList<SliceRow>();
        for (ShardRow shard : shards) {
          slices.addAll(
              slices(
                  shard.shard(),
                  positions.getOrDefault(shard.shard(), ShardPosition.NONE).number()));
        }
        var sessions = new ArrayList<PlayedSession>();
        var reservations = new ArrayList<ReservationRow>();
        var seats = new ArrayList<SeatRow>();
        for (UUID id : sessionIds) {
          sessions.add(session(id));
          reservations.addAll(reservations(id));
          seats.addAll(seats(id));
        }
        Set<UUID> known = reservations.stream().map(ReservationRow::id).collect(Collectors.toSet());
        return new Contents(
            shards,
            new PlayedSlices(slices),
            sessions,
            reservations,
            seats,
            money.read(sessionIds, known));
      } finally {
        statement.execute("COMMIT");
      }
    }
  }

  private List<SliceRow> slices(int shard, long after) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SLICES)) {
      select.setInt(1, shard);
      select.setLong(2, after);
      try (ResultSet rows = select.executeQuery()) {
        var slices = new ArrayList<SliceRow>();
        while (rows.next()) {
          slices.add(slice(rows));
        }
        return slices;
      }
    }
  }

  private static SliceRow slice(ResultSet row) throws SQLException {
    return new SliceRow(
        new SliceHead(
            row.getInt("format"),
            row.getInt("shard"),
            row.getLong("first_number"),
            EntryId.fromBytes(row.getBytes("last_entry")),
            Instant.ofEpochMilli(row.getLong("decided_at")),
            row.getInt("policy_version"),
            row.getBoolean("clocks_apart")),
        row.getLong("last_number"),
        new SliceRow.Counts(
            row.getInt("drained"),
            row.getInt("granted"),
            row.getInt("waitlisted"),
            row.getInt("rejected"),
            row.getInt("duplicates"),
            row.getInt("dead_lettered"),
            row.getInt("system_entries"),
            row.getInt("transitions")),
        row.getLong("time"),
        row.getBytes("hash"),
        row.getBytes("entries"));
  }

  private List<ReservationRow> reservations(UUID session) throws SQLException {
    try (PreparedStatement select = of(RESERVATIONS + "WHERE session_id = ?", session);
        ResultSet rows = select.executeQuery()) {
      var reservations = new ArrayList<ReservationRow>();
      while (rows.next()) {
        reservations.add(reservation(rows));
      }
      return reservations;
    }
  }

  /** Reads the row on which the result stands. */
  public static ReservationRow reservation(ResultSet row) throws SQLException {
    return new ReservationRow(
        Uuids.fromBytes(row.getBytes("session_id")),
        Uuids.fromBytes(row.getBytes("id")),
        row.getString("customer"),
        ReservationStatus.ofCode(row.getInt("status")),
        Digest.fromBytes(row.getBytes("digest")),
        row.getLong("number"),
        row.getLong("amount"),
        row.getString("currency"),
        ordinals(row.getBytes("seats")),
        Instant.ofEpochMilli(row.getLong("hold_expires_at")),
        Instant.ofEpochMilli(row.getLong("decided_at")),
        Instant.ofEpochMilli(row.getLong("changed_at")));
  }

  private List<SeatRow> seats(UUID session) throws SQLException {
    try (PreparedStatement select = of(SEATS, session);
        ResultSet rows = select.executeQuery()) {
      var seats = new ArrayList<SeatRow>();
      while (rows.next()) {
        seats.add(new SeatRow(session, rows.getInt(1), Uuids.fromBytes(rows.getBytes(2))));
      }
      return seats;
    }
  }

  private PreparedStatement of(String sql, UUID session) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setBytes(1, Uuids.toBytes(session));
    return statement;
  }

  private static List<Integer> ordinals(byte[] seats) {
    ByteBuffer buffer = ByteBuffer.wrap(seats);
    var ordinals = new ArrayList<Integer>();
    while (buffer.remaining() >= Integer.BYTES) {
      ordinals.add(buffer.getInt());
    }
    return ordinals;
  }
}
