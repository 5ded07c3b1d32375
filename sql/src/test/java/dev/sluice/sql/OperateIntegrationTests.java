package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperateIntegrationTests {

  @BeforeEach
  void write() {
    JournalFixture.write();
  }

  @AfterEach
  void clean() {
    JournalFixture.remove();
  }

  @Test
  void countsOutcomesPerMinute() {
    assertThat(run("count-outcomes-per-minute"))
        .anyMatch(row -> row.endsWith("|DEAD_LETTERED|-|3|1"))
        .anyMatch(row -> row.endsWith("|REJECTED|SEAT_TAKEN|1|1"))
        .anyMatch(row -> row.endsWith("|0|2|9|5|0.9|0.1|1.8"));
    assertThat(run("count-outcomes-per-minute", "SET @since = '2100-01-01'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET @request = '10000000-0000-4000-8000-000000000001'",
        "SET @request = '10000000000040008000000000000001', @session ="
            + " 'D0000000000040008000000000000301'"
      })
  void tellsARequestsStory(String parameters) {
    List<String> story = run("tell-request", parameters);
    assertThat(story.stream().limit(4).map(OperateIntegrationTests::numberAndKind))
        .containsExactly("2 HELD", "5 DUPLICATE", "6 CANCELLED", "11 HOLD_EXPIRED");
    assertThat(story.getLast()).contains("|alice|EXPIRED|").endsWith("|STALLS-A-1|0");
    assertThat(story).hasSize(5);
  }

  @Test
  void tellsThatALiveReservationHasItsSeats() {
    assertThat(
            run("tell-request", "SET @request = '10000000-0000-4000-8000-000000000007'").getLast())
        .contains("|erin|HELD|")
        .endsWith("|BALCONY-J-26|1");
  }

  @Test
  void listsShardsThatKafkaDoesNotHave() {
    Schema.update("UPDATE publication SET number = 5 WHERE shard = 0");
    Schema.update("UPDATE shard SET paused_because = 'full disk' WHERE id = 2");
    assertThat(run("list-shards-behind"))
        .satisfiesExactly(
            row -> assertThat(row).startsWith("0|11|5|6|"),
            row -> assertThat(row).startsWith("2|0|0|0|").endsWith("|full disk"));
    Schema.update("UPDATE publication SET number = 11 WHERE shard = 0");
    Schema.update("UPDATE shard SET paused_because = NULL");
    assertThat(run("list-shards-behind")).isEmpty();
  }

  @Test
  void listsDeadLettersWithWhatIsKnownOfThem() {
    assertThat(run("list-dead-letters"))
        .satisfiesExactly(
            row -> assertThat(row).endsWith("|dave|RESERVE|a rule threw"),
            row -> assertThat(row).startsWith("0|8|").endsWith("|-|-|-|-|empty"),
            row -> assertThat(row).endsWith("|carol|-|" + JournalFixture.ERROR));
  }

  @Test
  void countsSeats() {
    assertThat(run("count-seats"))
        .anyMatch(
            row ->
                row.startsWith("d0000000000040008000000000000301|")
                    && row.endsWith("|1200|1199|1|0|1|0|EUR"))
        .anyMatch(
            row ->
                row.startsWith("d0000000000040008000000000000101|")
                    && row.endsWith("|14948|14948|0|0|0|0|EUR"));
  }

  /** Seen to fail where only holds and what is sold are alive: its seat was free to all three. */
  @Test
  void knowsWhatIsBeingPaid() {
    Schema.update("UPDATE reservation SET status = 5 WHERE status = 1");
    assertThat(run("check-seats-sold-once")).isEmpty();
    assertThat(run("count-seats")).anyMatch(row -> row.endsWith("|1200|1199|1|0|0|0|EUR"));
    assertThat(
            run("tell-request", "SET @request = '10000000-0000-4000-8000-000000000007'").getLast())
        .contains("|erin|PAYING|");
  }

  /** Seen to fail where a pulse alone is the system's. */
  @ParameterizedTest
  @ValueSource(strings = {"CAPTURED", "DECLINED", "REFUND_OWED", "SETTLED_BEFORE", "PULSED"})
  void countsWhatTheSystemAskedForItself(String outcome) {
    Schema.update(
        "UPDATE slice SET granted = granted - 1, system_entries = system_entries + 1, entries ="
            + " COMPRESS(REPLACE(CONVERT(UNCOMPRESS(entries) USING utf8mb4), ?, ?))"
            + " WHERE first_number = 1",
        "\"type\":\"HELD\"",
        "\"type\":\"" + outcome + "\"");
    assertThat(run("check-conservation")).isEmpty();
  }

  @Test
  void addsShards() {
    run("add-shards", "SET @shards = 6");
    run("add-shards", "SET @shards = 6");
    run("add-shards");
    assertThat(Schema.value("SELECT COUNT(*), MAX(id) FROM shard")).isEqualTo("6|5");
    assertThat(Schema.value("SELECT COUNT(*), MAX(shard) FROM publication")).isEqualTo("6|5");
    assertThat(run("check-numbers")).isEmpty();
  }

  /** Each check finds nothing in a journal that is right, and what is planted here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check-seats-sold-once | UPDATE reservation_seat SET seat = 5                                        | reserved, but free in reservation_seat
          check-seats-sold-once | UPDATE reservation_seat SET seat = 5                                        | taken in reservation_seat, but not reserved
          check-seats-sold-once | UPDATE reservation SET status = 4                                           | taken in reservation_seat, but not reserved
          check-seats-sold-once | UPDATE reservation SET status = 2, seats = UNHEX('000004AF')                | sold more than once
          check-numbers         | UPDATE slice SET first_number = 7, last_number = 12 WHERE first_number = 6  | number does not follow on the previous slice's
          check-numbers         | UPDATE slice SET first_entry = UNHEX(REPEAT('00', 16)) WHERE first_number = 6 | entry not after the previous slice's
          check-numbers         | UPDATE slice SET decided_at = '2020-01-01' WHERE first_number = 6           | decided before the previous slice
          check-numbers         | DELETE FROM slice WHERE first_number = 6                                    | shard is not where its last slice is
          check-numbers         | UPDATE shard SET watermark = UNHEX(REPEAT('00', 16)) WHERE id = 0           | shard is not where its last slice is
          check-numbers         | DELETE FROM shard WHERE id = 0                                              | slices without a shard
          check-numbers         | UPDATE publication SET number = 12 WHERE shard = 0                          | published more than was decided
          check-numbers         | DELETE FROM slice WHERE first_number = 1                                    | purged before it was published
          check-conservation    | UPDATE slice SET granted = granted - 1, rejected = rejected + 1             | counts differ from the outcomes
          check-conservation    | UPDATE slice SET entries = COMPRESS('[]') WHERE first_number = 1            | counts differ from the outcomes
          check-conservation    | UPDATE slice SET entries = UNHEX('0A000000FFFF') WHERE first_number = 6 | counts differ from the outcomes
          check-conservation    | UPDATE reservation_seat SET seat = 1200                                     | taken, but not on sale
          check-conservation    | UPDATE reservation SET status = 6                                           | waits, but not in waiter
          check-conservation    | INSERT INTO waiter SELECT session_id, id, 2, 1, 0, 'GOLD' FROM reservation  | in waiter, but does not wait
          """)
  void findsABreach(String check, String planted, String breach) {
    assertThat(run(check)).isEmpty();
    Schema.update(planted);
    try {
      assertThat(run(check)).anyMatch(row -> row.startsWith(breach + "|"));
    } finally {
      Schema.update(
          "INSERT INTO shard (id, fence, watermark, last_number, last_decided_at, last_hash)"
              + " SELECT 0, 0, '', 0, '1970-01-01', '' FROM (SELECT 1) AS once"
              + " WHERE NOT EXISTS (SELECT 1 FROM shard WHERE id = 0)");
    }
  }

  private static List<String> run(String query, String... parameters) {
    return Schema.run(Script.of("operate/" + query + ".sql"), parameters);
  }

  private static String numberAndKind(String row) {
    String[] columns = row.split("\\|", -1);
    return columns[1] + " " + columns[8];
  }
}
