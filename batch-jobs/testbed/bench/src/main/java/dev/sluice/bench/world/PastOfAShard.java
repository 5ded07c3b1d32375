package dev.sluice.bench.world;

import dev.sluice.contract.Limits;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceHash;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Rows as a shard leaves them in months: slices of a usual size and content, decided longer ago
 * than Redis remembers, and reservations of sessions that are over.
 */
public final class PastOfAShard {

  private static final int SLICE = Limits.SLICE_ENTRIES_DEFAULT;
  private static final int ROWS_PER_BATCH = 5_000;
  private static final int SEATS_PER_SESSION = 4_000;
  private static final Duration AGO = Duration.ofDays(30);

  private static final String INSERT_SLICE =
      """
      INSERT INTO slice (shard, first_number, last_number, first_entry, last_entry, decided_at, fence, policy_version,
        drained, granted, waitlisted, rejected, duplicates, dead_lettered, transitions,
        load_micros, decide_micros, apply_micros, hash, entries)
      VALUES (?, ?, ?, ?, ?, FROM_UNIXTIME(?), 0, 1, ?, 0, 0, ?, 0, 0, 0, 1000, 2000, 20000, ?, ?)
      """;

  private static final String INSERT_RESERVATION =
      """
      INSERT INTO reservation (session_id, id, customer, status, digest, shard, number, amount,
        currency, seats, hold_expires_at, decided_at, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, 8000, 'EUR', ?, FROM_UNIXTIME(?), FROM_UNIXTIME(?), FROM_UNIXTIME(?))
      """;

  private final Schema schema;
  private final Random random;
  private final long began = Instant.now().minus(AGO).getEpochSecond();

  /** Of the shard of a schema whose scheduler has not started yet. */
  public PastOfAShard(Schema schema, Random random) {
    this.schema = schema;
    this.random = random;
  }

  /** Writes at least so many outcomes and reservations. */
  public void write(int outcomes, int reservations) throws SQLException {
    try (Connection connection = schema.connect()) {
      connection.setAutoCommit(false);
      writeSlices(connection, (outcomes + SLICE - 1) / SLICE);
      writeReservations(connection, reservations);
    }
  }

  private void writeSlices(Connection connection, int slices) throws SQLException {
    byte[] entries = Compression.compress(JournalWriter.write(elements()));
    byte[] hash = SliceHash.none();
    random.nextBytes(hash);
    try (PreparedStatement insert = connection.prepareStatement(INSERT_SLICE)) {
      for (int i = 0; i < slices; i++) {
        long firstNumber = 1 + (long) i * SLICE;
        long second = began + i;
        insert.setInt(1, schema.shard());
        insert.setLong(2, firstNumber);
        insert.setLong(3, firstNumber + SLICE - 1);
        insert.setBytes(4, new EntryId(second * 1000, 0).toBytes());
        insert.setBytes(5, new EntryId(second * 1000, SLICE).toBytes());
        insert.setLong(6, second);
        insert.setInt(7, SLICE);
        insert.setInt(8, SLICE);
        insert.setBytes(9, hash);
        insert.setBytes(10, entries);
        insert.executeUpdate();
        if (i % 100 == 99) {
          connection.commit();
        }
      }
    }
    advance(connection, slices, hash);
    connection.commit();
  }

  private void advance(Connection connection, int slices, byte[] hash) throws SQLException {
    long lastNumber = (long) slices * SLICE;
    try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE shard SET last_number = ?, watermark = ?, last_hash = ?,"
                    + " last_decided_at = FROM_UNIXTIME(?)");
        Statement published = connection.createStatement()) {
      update.setLong(1, lastNumber);
      update.setBytes(2, new EntryId((began + slices - 1) * 1000, SLICE).toBytes());
      update.setBytes(3, hash);
      update.setLong(4, began + slices - 1);
      update.executeUpdate();
      published.execute("UPDATE publication SET number = " + lastNumber);
    }
  }

  /** Refusals: most of what an on-sale decides. */
  private List<JournalElement> elements() {
    var elements = new ArrayList<JournalElement>();
    var session = new UUID(random.nextLong(), random.nextLong());
    for (int i = 0; i < SLICE; i++) {
      String seat = "A-" + random.nextInt(50) + "-" + random.nextInt(50);
      Request request =
          Request.of(
              new UUID(random.nextLong(), random.nextLong()),
              session,
              "customer-" + i,
              new Command.ReserveNamed(List.of(seat), null));
      elements.add(
          new JournalElement.Decided(
              new EntryId(began * 1000, i),
              request,
              new Outcome.Rejected(Reason.SEAT_TAKEN, List.of(seat), 0)));
    }
    return elements;
  }

  private void writeReservations(Connection connection, int count) throws SQLException {
    try (PreparedStatement reservation = connection.prepareStatement(INSERT_RESERVATION);
        PreparedStatement seat =
            connection.prepareStatement(
                "INSERT INTO reservation_seat (session_id, seat, reservation_id)"
                    + " VALUES (?, ?, ?)")) {
      byte[] session = Uuids.toBytes(new UUID(random.nextLong(), random.nextLong()));
      byte[] digest = new byte[16];
      for (int i = 0; i < count; i++) {
        int ordinal = i % SEATS_PER_SESSION;
        if (ordinal == 0) {
          session = Uuids.toBytes(new UUID(random.nextLong(), random.nextLong()));
        }
        byte[] id = Uuids.toBytes(new UUID(random.nextLong(), random.nextLong()));
        random.nextBytes(digest);
        reservation.setBytes(1, session);
        reservation.setBytes(2, id);
        reservation.setString(3, "customer-" + i);
        reservation.setInt(4, ReservationStatus.CONFIRMED.code());
        reservation.setBytes(5, digest.clone());
        reservation.setInt(6, schema.shard());
        reservation.setLong(7, i);
        reservation.setBytes(8, ByteBuffer.allocate(Integer.BYTES).putInt(ordinal).array());
        reservation.setLong(9, began);
        reservation.setLong(10, began);
        reservation.setLong(11, began);
        reservation.addBatch();
        seat.setBytes(1, session);
        seat.setInt(2, ordinal);
        seat.setBytes(3, id);
        seat.addBatch();
        if (i % ROWS_PER_BATCH == ROWS_PER_BATCH - 1 || i == count - 1) {
          reservation.executeBatch();
          seat.executeBatch();
          connection.commit();
        }
      }
    }
  }
}
