package dev.sluice.bench.drain;

import dev.sluice.bench.world.RequestQueue;
import dev.sluice.bench.world.Schema;
import dev.sluice.contract.stream.EntryId;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XTrimArgs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;

/**
 * The least that any drain has to do: reads the same stream, writes the same rows and bytes in one
 * transaction a slice, appends the same slices, trims, publishes the same events. It decodes,
 * validates, decides and compresses nothing, knows no lease and no failure. Its three threads
 * overlap as a drain's do.
 */
final class BarePipeline {

  private static final HexFormat HEX = HexFormat.of();
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("''uuuu-MM-dd HH:mm:ss.SSS''");
  private static final int ENTRIES_PER_READ = 512;

  private static final String INSERT_SLICE =
      """
      INSERT INTO slice (shard, first_number, last_number, first_entry, last_entry, decided_at, fence, policy_version,
        drained, granted, waitlisted, rejected, duplicates, dead_lettered, transitions,
        load_micros, decide_micros, apply_micros, hash, entries)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Schema schema;
  private final RequestQueue reading;
  private final RequestQueue announcing;
  private final Producer<byte[], byte[]> producer;

  BarePipeline(
      Schema schema,
      RequestQueue reading,
      RequestQueue announcing,
      Producer<byte[], byte[]> producer) {
    this.schema = schema;
    this.reading = reading;
    this.announcing = announcing;
    this.producer = producer;
  }

  /** Writes a recording again for the requests in the stream; returns when all is acknowledged. */
  void run(Recording recording) throws SQLException, InterruptedException {
    BlockingQueue<EntryId> read = new ArrayBlockingQueue<>(1);
    BlockingQueue<Recording.Slice> committed = new ArrayBlockingQueue<>(2);
    BlockingQueue<Recording.Slice> announced = new ArrayBlockingQueue<>(8);
    try (ExecutorService executor = Executors.newFixedThreadPool(3);
        Connection connection = connect()) {
      List<Future<?>> threads =
          List.of(
              executor.submit(thread(() -> read(recording, read))),
              executor.submit(thread(() -> announce(recording, committed, announced))),
              executor.submit(thread(() -> publish(recording, announced))));
      connection.setAutoCommit(false);
      for (Recording.Slice slice : recording.slices()) {
        EntryId last = read.take();
        write(connection, slice, last);
        committed.put(slice);
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The bare pipeline failed", e.getCause());
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static Callable<Void> thread(Work work) {
    return () -> {
      work.run();
      return null;
    };
  }

  @SuppressWarnings("unchecked") // the array of Lettuce's own varargs
  private void read(Recording recording, BlockingQueue<EntryId> read) throws InterruptedException {
    EntryId last = EntryId.ZERO;
    for (Recording.Slice slice : recording.slices()) {
      int missing = slice.drained();
      while (missing > 0) {
        List<StreamMessage<String, byte[]>> entries =
            reading
                .redis()
                .xread(
                    XReadArgs.Builder.count(Math.min(missing, ENTRIES_PER_READ)),
                    XReadArgs.StreamOffset.from(reading.keys().requests(), last.toString()));
        missing -= entries.size();
        last = entries.isEmpty() ? last : EntryId.parse(entries.getLast().getId());
      }
      read.put(last);
    }
  }

  private void write(Connection connection, Recording.Slice slice, EntryId last)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement lock =
            connection.prepareStatement("SELECT * FROM shard WHERE id = ? FOR UPDATE");
        PreparedStatement advance =
            connection.prepareStatement("UPDATE shard SET watermark = ? WHERE id = ?");
        PreparedStatement insert = connection.prepareStatement(INSERT_SLICE)) {
      lock.setInt(1, schema.shard());
      lock.executeQuery().close();
      if (!slice.reservations().isEmpty()) {
        statement.executeUpdate(reservations(slice));
        statement.executeUpdate(seats(slice));
      }
      advance.setBytes(1, last.toBytes());
      advance.setInt(2, schema.shard());
      advance.executeUpdate();
      List<Object> row = slice.row();
      for (int i = 0; i < row.size(); i++) {
        insert.setObject(i + 1, row.get(i));
      }
      insert.executeUpdate();
    }
    connection.commit();
  }

  private static String reservations(Recording.Slice slice) {
    return "INSERT INTO reservation VALUES "
        + slice.reservations().stream()
            .map(
                row ->
                    row.stream()
                        .map(BarePipeline::literal)
                        .collect(Collectors.joining(",", "(", ")")))
            .collect(Collectors.joining(","));
  }

  private static String seats(Recording.Slice slice) {
    return "INSERT INTO reservation_seat (session_id, seat, reservation_id) VALUES "
        + slice.reservations().stream()
            .map(
                row ->
                    "("
                        + literal(row.get(0))
                        + ",0x"
                        + HEX.formatHex((byte[]) row.get(9))
                        + ","
                        + literal(row.get(1))
                        + ")")
            .collect(Collectors.joining(","));
  }

  private static String literal(Object value) {
    return switch (value) {
      case byte[] bytes -> "x'" + HEX.formatHex(bytes) + "'";
      case LocalDateTime time -> DATE_TIME.format(time);
      case String text -> "'" + text + "'";
      default -> value.toString();
    };
  }

  private void announce(
      Recording recording,
      BlockingQueue<Recording.Slice> committed,
      BlockingQueue<Recording.Slice> announced)
      throws InterruptedException {
    for (int i = 0; i < recording.slices().size(); i++) {
      Recording.Slice slice = committed.take();
      announcing
          .redis()
          .xadd(
              announcing.keys().outcomes(),
              new XAddArgs().id("*"),
              Map.of("entries", slice.entries()));
      announcing
          .redis()
          .xtrim(
              announcing.keys().requests(),
              XTrimArgs.Builder.maxlen(
                  announcing.redis().xlen(announcing.keys().requests()) - slice.drained()));
      announced.put(slice);
    }
  }

  private void publish(Recording recording, BlockingQueue<Recording.Slice> announced)
      throws InterruptedException, ExecutionException {
    for (int i = 0; i < recording.slices().size(); i++) {
      var sent = announced.take().events().stream().map(event -> producer.send(event)).toList();
      producer.flush();
      for (Future<?> event : sent) {
        event.get();
      }
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", schema.servers().databaseUsername());
    properties.setProperty("password", schema.servers().databasePassword());
    properties.setProperty("useServerPrepStmts", "true");
    properties.setProperty("cachePrepStmts", "true");
    properties.setProperty("prepStmtCacheSqlLimit", "2048");
    return DriverManager.getConnection(schema.servers().databaseUrl(), properties);
  }
}
