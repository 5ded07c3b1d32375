package dev.sluice.bench.drain;

import com.mysql.cj.jdbc.JdbcStatement;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Decision.SeatChange;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.bench.world.Schema;
import dev.sluice.contract.Uuids;
import dev.sluice.database.DateTimes;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.UUID;

/** Ways of bringing many rows into two tables; none of them looks at more than it must. */
final class Insertions {

  private static final HexFormat HEX = HexFormat.of();
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
  private static final String COLUMNS =
      "session_id, id, customer, status, digest, shard, number, amount, currency, seats,"
          + " hold_expires_at, decided_at, changed_at";

  private final Schema schema;
  private final Connection connection;

  Insertions(Schema schema, Connection connection) {
    this.schema = schema;
    this.connection = connection;
  }

  /** The text of one INSERT a table. */
  void text(Decision decision) throws SQLException {
    var reservations =
        new StringJoiner(",", "INSERT INTO reservation (" + COLUMNS + ") VALUES ", "");
    String row =
        "(x'%%s',x'%%s','%%s',%%s,x'%%s',%d,%%s,%%s,'EUR',x'%%s','%%s','%%s','%%s')"
            .formatted(schema.shard());
    for (Reservation it : decision.created()) {
      reservations.add(row.formatted((Object[]) values(it)));
    }
    var seats =
        new StringJoiner(
            ",", "INSERT INTO reservation_seat (session_id, seat, reservation_id) VALUES ", "");
    for (SeatChange it : decision.taken()) {
      seats.add("(x'%s',%s,x'%s')".formatted((Object[]) values(it)));
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(reservations.toString());
      statement.executeUpdate(seats.toString());
    }
  }

  /** Batches that the driver rewrites; the connection must be one that does. */
  void batch(Decision decision) throws SQLException {
    try (PreparedStatement reservations =
            connection.prepareStatement(
                "INSERT INTO reservation ("
                    + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'EUR', ?, ?, ?, ?)");
        PreparedStatement seats =
            connection.prepareStatement(
                "INSERT INTO reservation_seat (session_id, seat, reservation_id)"
                    + " VALUES (?, ?, ?)")) {
      for (Reservation it : decision.created()) {
        reservations.setBytes(1, Uuids.toBytes(it.session()));
        reservations.setBytes(2, Uuids.toBytes(it.id()));
        reservations.setString(3, it.customer());
        reservations.setInt(4, it.status().code());
        reservations.setBytes(5, it.digest().toBytes());
        reservations.setInt(6, schema.shard());
        reservations.setLong(7, it.number());
        reservations.setLong(8, it.amount());
        reservations.setBytes(9, ordinals(it));
        reservations.setObject(10, DateTimes.utc(it.holdExpiresAt()));
        reservations.setObject(11, DateTimes.utc(it.decidedAt()));
        reservations.setObject(12, DateTimes.utc(it.changedAt()));
        reservations.addBatch();
      }
      reservations.executeBatch();
      for (SeatChange it : decision.taken()) {
        seats.setBytes(1, Uuids.toBytes(it.session()));
        seats.setInt(2, it.seat());
        seats.setBytes(3, Uuids.toBytes(it.reservation()));
        seats.addBatch();
      }
      seats.executeBatch();
    }
  }

  /** One JSON document a table, which the server takes apart. */
  void jsonTable(Decision decision) throws SQLException {
    var reservations = new StringJoiner(",", "[", "]");
    for (Reservation it : decision.created()) {
      reservations.add(
          "[\"%s\",\"%s\",\"%s\",%s,\"%s\",%s,%s,\"%s\",\"%s\",\"%s\",\"%s\"]"
              .formatted((Object[]) values(it)));
    }
    var seats = new StringJoiner(",", "[", "]");
    for (SeatChange it : decision.taken()) {
      seats.add("[\"%s\",%s,\"%s\"]".formatted((Object[]) values(it)));
    }
    execute(
        """
        INSERT INTO reservation (session_id, id, customer, status, digest, shard, number, amount, currency, seats,
          hold_expires_at, decided_at, changed_at)
        SELECT UNHEX(s), UNHEX(i), c, st, UNHEX(d), %d, n, a, 'EUR', UNHEX(se), h, de, ch
        FROM JSON_TABLE(?, '$[*]' COLUMNS (s CHAR(32) PATH '$[0]', i CHAR(32) PATH '$[1]', c VARCHAR(64) PATH '$[2]',
          st INT PATH '$[3]', d CHAR(32) PATH '$[4]', n BIGINT PATH '$[5]', a BIGINT PATH '$[6]', se VARCHAR(128) PATH '$[7]',
          h DATETIME(3) PATH '$[8]', de DATETIME(3) PATH '$[9]', ch DATETIME(3) PATH '$[10]')) t
        """
            .formatted(schema.shard()),
        reservations.toString());
    execute(
        """
        INSERT INTO reservation_seat (session_id, seat, reservation_id)
        SELECT UNHEX(s), n, UNHEX(r)
        FROM JSON_TABLE(?, '$[*]' COLUMNS (s CHAR(32) PATH '$[0]', n INT PATH '$[1]', r CHAR(32) PATH '$[2]')) t
        """,
        seats.toString());
  }

  /** Two streams; since LOAD DATA LOCAL ignores what it cannot store, counts and warnings. */
  void loadData(Decision decision) throws SQLException {
    var reservations = new StringBuilder();
    for (Reservation it : decision.created()) {
      reservations.append(String.join("\t", values(it))).append('\n');
    }
    var seats = new StringBuilder();
    for (SeatChange it : decision.taken()) {
      seats.append(String.join("\t", values(it))).append('\n');
    }
    load(
        """
        LOAD DATA LOCAL INFILE 'reservations' INTO TABLE reservation CHARACTER SET ascii
        (@s, @i, customer, status, @d, number, amount, @se, hold_expires_at, decided_at, changed_at)
        SET session_id = UNHEX(@s), id = UNHEX(@i), digest = UNHEX(@d), shard = %d, currency = 'EUR', seats = UNHEX(@se)
        """
            .formatted(schema.shard()),
        reservations,
        decision.created().size());
    load(
        """
        LOAD DATA LOCAL INFILE 'seats' INTO TABLE reservation_seat CHARACTER SET ascii (@s, seat, @r)
        SET session_id = UNHEX(@s), reservation_id = UNHEX(@r)
        """,
        seats,
        decision.taken().size());
  }

  private void load(String sql, StringBuilder rows, int expected) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement
          .unwrap(JdbcStatement.class)
          .setLocalInfileInputStream(
              new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.US_ASCII)));
      int stored = statement.executeUpdate(sql);
      if (stored != expected || statement.getWarnings() != null) {
        throw new SQLException(stored + " rows of " + expected + ", " + statement.getWarnings());
      }
    }
  }

  private void execute(String sql, String json) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, json);
      insert.executeUpdate();
    }
  }

  /** All columns that differ from row to row, in the order of {@link #COLUMNS}; bytes are hex. */
  private static String[] values(Reservation it) {
    return new String[] {
      hex(it.session()),
      hex(it.id()),
      it.customer(),
      Integer.toString(it.status().code()),
      HEX.formatHex(it.digest().toBytes()),
      Long.toString(it.number()),
      Long.toString(it.amount()),
      HEX.formatHex(ordinals(it)),
      time(it.holdExpiresAt()),
      time(it.decidedAt()),
      time(it.changedAt())
    };
  }

  private static String[] values(SeatChange it) {
    return new String[] {hex(it.session()), Integer.toString(it.seat()), hex(it.reservation())};
  }

  private static byte[] ordinals(Reservation reservation) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * reservation.seats().length);
    for (int seat : reservation.seats()) {
      bytes.putInt(seat);
    }
    return bytes.array();
  }

  private static String hex(UUID id) {
    return HEX.formatHex(Uuids.toBytes(id));
  }

  private static String time(Instant instant) {
    return DATE_TIME.format(DateTimes.utc(instant));
  }
}
