package dev.sluice.bench.peer;

import dev.sluice.bench.world.BenchSession;
import dev.sluice.bench.world.Schema;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The statements of one request, on the tables that the drain writes. Thread-safe. */
final class Seats {

  private static final String SELECT =
      "SELECT reservation_id FROM reservation_seat WHERE session_id = ? AND seat = ?";

  private static final String INSERT_RESERVATION =
      """
      INSERT INTO reservation (session_id, id, customer, status, digest, shard, number, amount,
        currency, seats, hold_expires_at, decided_at, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'EUR', ?, ?, ?, ?)
      """;

  private static final String INSERT_SEAT =
      "INSERT INTO reservation_seat (session_id, seat, reservation_id) VALUES (?, ?, ?)";

  private final Schema schema;
  private final Map<UUID, Map<String, Integer>> ordinals = new ConcurrentHashMap<>();

  Seats(Schema schema) {
    this.schema = schema;
  }

  /** Makes a session's seats known, as an application would keep them in a cache. */
  void know(BenchSession session) {
    var bySeat = new HashMap<String, Integer>();
    for (String seat : session.seats()) {
      bySeat.put(seat, bySeat.size());
    }
    ordinals.put(session.id(), bySeat);
  }

  int ordinal(Request request) {
    String label = ((Command.ReserveNamed) request.command()).seats().getFirst();
    Map<String, Integer> bySeat =
        Objects.requireNonNull(ordinals.get(request.session()), "a session that is not known");
    return Objects.requireNonNull(bySeat.get(label), label);
  }

  boolean isTaken(Connection connection, Request request) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setBytes(1, Uuids.toBytes(request.session()));
      select.setInt(2, ordinal(request));
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  void reserve(Connection connection, Request request) throws SQLException {
    int seat = ordinal(request);
    try (PreparedStatement insert = connection.prepareStatement(INSERT_RESERVATION)) {
      Instant now = Instant.now();
      insert.setBytes(1, Uuids.toBytes(request.session()));
      insert.setBytes(2, Uuids.toBytes(request.id()));
      insert.setString(3, request.customer());
      insert.setInt(4, ReservationStatus.HELD.code());
      insert.setBytes(5, request.digest().toBytes());
      insert.setInt(6, schema.shard());
      insert.setLong(7, 0);
      insert.setLong(8, 8_000);
      insert.setBytes(9, ByteBuffer.allocate(Integer.BYTES).putInt(seat).array());
      insert.setTimestamp(10, Timestamp.from(now.plusSeconds(600)));
      insert.setTimestamp(11, Timestamp.from(now));
      insert.setTimestamp(12, Timestamp.from(now));
      insert.executeUpdate();
    }
    take(connection, request);
  }

  /** One row, guarded by its unique key. */
  void take(Connection connection, Request request) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_SEAT)) {
      insert.setBytes(1, Uuids.toBytes(request.session()));
      insert.setInt(2, ordinal(request));
      insert.setBytes(3, Uuids.toBytes(request.id()));
      insert.executeUpdate();
    }
  }
}
