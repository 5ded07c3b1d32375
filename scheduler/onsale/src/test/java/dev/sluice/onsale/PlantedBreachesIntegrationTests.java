package dev.sluice.onsale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.Compression;
import dev.sluice.onsale.play.Api;
import dev.sluice.onsale.play.Notes;
import dev.sluice.onsale.play.Player;
import dev.sluice.rig.OptionTexts;
import dev.sluice.rig.check.Checks;
import dev.sluice.rig.check.Verdict;
import dev.sluice.rig.evidence.Collector;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.stream.Streams;
import dev.sluice.rig.evidence.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every check is seen to fail on real servers: one small on-sale is played, then each test spoils
 * something in the database, on the topic or in a stream, and undoes it where it can.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedBreachesIntegrationTests {

  private static final int REQUESTS = 300;
  private static final String BIGGEST =
      "slice JOIN planted"
          + " ON planted.shard = slice.shard AND planted.first_number = slice.first_number";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Notes notes = new Notes();
  private final List<SeatMap> seatMaps = new ArrayList<>();
  private final List<String> undo = new ArrayList<>();
  private Sluice sluice;
  private Connection connection;
  private Streams streams;
  private Stages stages;
  private Collector collector;
  private ClientLog log;

  @BeforeAll
  void play() throws Exception {
    Options options = Options.of(new OptionTexts(System.getProperties(), Map.of()));
    sluice = Sluice.start(options, System.err);
    connection = sluice.addresses().connect();
    streams = new Streams(sluice.addresses().redisUrl());
    stages = Stages.create(connection);
    collector =
        new Collector(connection, streams, new Topic(sluice.addresses().kafkaBootstrapServers()));
    try (Api api = api()) {
      var player = new Player(api, notes, 50);
      player.play(stages.main(), REQUESTS, 1);
      collector.settles(PATIENCE);
      player.askAgain();
      for (UUID session : stages.sessions()) {
        seatMaps.add(player.seatMap(session));
      }
    }
    log = notes.toLog();
    assertThat(verdicts()).allSatisfy(it -> assertThat(it.breaches()).isEmpty());
  }

  @AfterEach
  void undo() throws SQLException {
    for (String sql : undo.reversed()) {
      execute(sql);
    }
    undo.clear();
  }

  @AfterAll
  void end() throws SQLException {
    connection.close();
    streams.close();
    sluice.close();
  }

  @Test
  void seesASeatOfTwoReservations() throws SQLException {
    execute("CREATE TABLE planted AS SELECT * FROM reservation");
    undo.add("DROP TABLE planted");
    undo.add("INSERT INTO reservation SELECT * FROM planted");
    undo.add("DELETE FROM reservation");
    // The newest hold gets the first seat of the oldest one.
    execute(
        """
        UPDATE reservation
        JOIN (SELECT MAX(number) AS number FROM planted WHERE status = 1 AND shard = 0) AS newest
          ON newest.number = reservation.number AND reservation.shard = 0
        JOIN (
          SELECT LEFT(seats, 4) AS seat FROM planted WHERE status = 1 AND shard = 0 ORDER BY number LIMIT 1
        ) AS oldest
        SET reservation.seats = oldest.seat
        """);

    assertThat(breaches("I1")).anyMatch(it -> it.contains("belongs to both"));
  }

  @Test
  void seesASeatThatNobodyGaveBack() throws SQLException {
    plant(
        """
        INSERT INTO reservation_seat (session_id, seat, reservation_id)
        SELECT session_id, 4999, id FROM reservation ORDER BY number LIMIT 1
        """,
        "DELETE FROM reservation_seat WHERE seat = 4999");

    assertThat(breaches("I1")).anyMatch(it -> it.contains("seat 4999"));
    assertThat(breaches("I8")).anyMatch(it -> it.contains("taken, but"));
  }

  @Test
  void seesALostRequest() throws Exception {
    sluice.scheduler().program().stop();
    try (Api api = api()) {
      var more = new Notes();
      var player = new Player(api, more, 1);
      Thread waiting = Thread.ofVirtual().start(() -> playOn(player));
      while (more.toLog().acknowledgements().isEmpty()) {
        Thread.sleep(20);
      }

      assertThat(breaches("I2", log.and(more.toLog())))
          .anyMatch(it -> it.contains("was accepted and has 0 outcomes"))
          .anyMatch(it -> it.contains("left in the stream of shard"));

      waiting.interrupt();
      waiting.join();
      log = log.and(more.toLog());
    } finally {
      sluice.scheduler().program().start();
    }
    assertThat(collector.settles(PATIENCE)).isTrue();
    assertThat(breaches("I2")).noneMatch(it -> it.contains("was accepted and has"));
  }

  @Test
  void seesAnIdDecidedTwice() throws SQLException {
    // In the biggest slice, the second request gets the id of the first.
    rewriteBiggestSlice(
        json -> {
          Matcher id = Pattern.compile("\"request\":\\{\"id\":\"([^\"]+)\"").matcher(json);
          assertThat(id.find()).isTrue();
          String first = id.group(1);
          assertThat(id.find()).isTrue();
          return json.substring(0, id.start(1)) + first + json.substring(id.end(1));
        });

    assertThat(breaches("I3")).anyMatch(it -> it.contains("again at"));
    assertThat(breaches("I2")).anyMatch(it -> it.contains("has 0 outcomes"));
  }

  @Test
  void seesAChangedJournal() throws SQLException {
    rewriteBiggestSlice(json -> json.replaceFirst("\"customer-", "\"custumer-"));

    assertThat(breaches("I4")).anyMatch(it -> it.contains("another hash than its contents"));
  }

  @Test
  void seesALostNumber() throws SQLException {
    plant(
        "UPDATE shard SET last_number = last_number + 1 WHERE id = 0",
        "UPDATE shard SET last_number = last_number - 1 WHERE id = 0");

    assertThat(breaches("I4")).anyMatch(it -> it.contains("the row of shard 0 ends with number"));
  }

  @Test
  void seesAnEventThatSaysSomethingElse() throws Exception {
    Map<String, Object> settings =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, sluice.addresses().kafkaBootstrapServers());
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var event = new ProducerRecord<>(Topic.NAME, utf8("key"), utf8("{}"));
      event.headers().add("ce_id", utf8("0-1")).add("ce_type", utf8("planted"));
      producer.send(event).get();
    }

    assertThat(breaches("I4"))
        .anyMatch(it -> it.contains("event 0-1") && it.contains("something else"));
  }

  @Test
  void seesARejectionThatIsCountedAsGranted() throws SQLException {
    keepBiggestSlice();
    execute(
        "UPDATE "
            + BIGGEST
            + " SET slice.granted = slice.granted + 1, slice.rejected = slice.rejected - 1");

    assertThat(breaches("I8")).anyMatch(it -> it.contains("says that it holds"));
  }

  @Test
  void seesAReservationOfAnotherAmount() throws SQLException {
    plant(
        "UPDATE reservation SET amount = amount + 1 WHERE status = 1 ORDER BY shard, number LIMIT"
            + " 1",
        "UPDATE reservation SET amount = amount - 1 WHERE status = 1 ORDER BY shard, number LIMIT"
            + " 1");

    assertThat(breaches("I8")).singleElement().asString().contains("by the journal there is");
  }

  @Test
  void seesAReservationThatEndedInAnotherWay() throws SQLException {
    plant(
        "UPDATE reservation SET status = 4 WHERE status = 3 ORDER BY shard, number LIMIT 1",
        "UPDATE reservation SET status = 3 WHERE status = 4");

    assertThat(breaches("I8")).singleElement().asString().contains("status=CANCELLED");
  }

  /** Keeps a copy of the slice that is spoiled next. */
  private void keepBiggestSlice() throws SQLException {
    execute("CREATE TABLE planted AS SELECT * FROM slice ORDER BY drained DESC LIMIT 1");
    undo.add("DROP TABLE planted");
    undo.add(
        "UPDATE "
            + BIGGEST
            + " SET slice.entries = planted.entries, slice.granted = planted.granted,"
            + " slice.rejected = planted.rejected");
  }

  private void rewriteBiggestSlice(UnaryOperator<String> change) throws SQLException {
    keepBiggestSlice();
    byte[] entries;
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT entries FROM planted")) {
      row.next();
      entries = Compression.uncompress(row.getBytes(1));
    }
    String changed = change.apply(new String(entries, StandardCharsets.UTF_8));
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE " + BIGGEST + " SET slice.entries = ?")) {
      update.setBytes(1, Compression.compress(utf8(changed)));
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private void plant(String breach, String remedy) throws SQLException {
    undo.add(remedy);
    assertThat(execute(breach)).isPositive();
  }

  private int execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private List<Verdict> verdicts() throws SQLException {
    return Checks.run(collector.collect(stages.sessions(), log, seatMaps));
  }

  private List<String> breaches(String check) {
    return breaches(check, log);
  }

  private List<String> breaches(String check, ClientLog client) {
    try {
      return Checks.run(collector.collect(stages.sessions(), client, seatMaps)).stream()
          .filter(verdict -> verdict.name().equals(check))
          .flatMap(verdict -> verdict.breaches().stream())
          .toList();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void playOn(Player player) {
    try {
      player.play(stages.warmUp(), 100, 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Api api() {
    return new Api(
        sluice.intake().url(),
        customer ->
            sluice
                .tokens()
                .of(
                    customer,
                    customer.equals(Player.BOX_OFFICE) ? "reserve reserve:bulk" : "reserve"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
