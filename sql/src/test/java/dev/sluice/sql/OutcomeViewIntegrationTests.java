package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutcomeViewIntegrationTests {

  private static final String S = JournalFixture.SESSION.toString();

  @AfterEach
  void clean() {
    JournalFixture.remove();
  }

  @Test
  void readsEveryKindOfElement() {
    JournalFixture.write();
    assertThat(
            Schema.query(
                "SELECT number, first_number, `rank`, entry, customer, type, kind, reason, first,"
                    + " amount, currency FROM outcome WHERE shard = 0 ORDER BY number"))
        .containsExactly(
            "1|1|0|-|-|-|SESSION_ADMITTED|-|-|-|-",
            "2|1|1|1760000000000-0|alice|RESERVE|HELD|-|-|14400|EUR",
            "3|1|2|1760000000000-1|bob|RESERVE|REJECTED|FEWER_LEFT|-|-|-",
            "4|1|3|1760000000000-2|bob|RESERVE|REJECTED|SEAT_TAKEN|-|-|-",
            "5|1|4|1760000000000-3|alice|RESERVE|DUPLICATE|-|9007199254740993|-|-",
            "6|6|0|1760000000000-10|alice|CANCEL|CANCELLED|-|-|7200|EUR",
            "7|6|1|1760000000000-11|carol|-|DEAD_LETTERED|-|-|-|-",
            "8|6|2|1760000000000-12|-|-|DEAD_LETTERED|-|-|-|-",
            "9|6|3|1760000000000-13|dave|RESERVE|DEAD_LETTERED|-|-|-|-",
            "10|6|4|1760000000000-14|erin|RESERVE|HELD|-|-|2400|EUR",
            "11|6|5|-|-|-|HOLD_EXPIRED|-|-|-|-");
  }

  @Test
  void knowsSessionRequestAndReservation() {
    JournalFixture.write();
    assertThat(
            Schema.query(
                "SELECT number, session, request_id, reservation FROM outcome ORDER BY number"))
        .containsExactly(
            "1|" + S + "|-|-",
            "2|" + S + "|" + id(1) + "|" + id(1),
            "3|" + S + "|" + id(2) + "|-",
            "4|" + S + "|" + id(3) + "|-",
            "5|" + S + "|" + id(1) + "|-",
            "6|" + S + "|" + id(4) + "|" + id(1),
            "7|" + S + "|" + id(5) + "|-",
            "8|-|-|-",
            "9|" + S + "|" + id(6) + "|-",
            "10|" + S + "|" + id(7) + "|" + id(7),
            "11|" + S + "|-|" + id(1));
  }

  @Test
  void keepsQuotesLineEndsAndEmoji() {
    JournalFixture.write();
    assertThat(Schema.value("SELECT error FROM outcome WHERE number = 7"))
        .isEqualTo(JournalFixture.ERROR);
  }

  @Test
  void givesARowForEverySeat() {
    JournalFixture.write();
    assertThat(
            Schema.query(
                "SELECT number, kind, reason, reservation, seat FROM outcome_seat"
                    + " WHERE shard = 0 ORDER BY number, seat"))
        .containsExactly(
            "2|HELD|-|" + id(1) + "|STALLS-A-1",
            "2|HELD|-|" + id(1) + "|STALLS-A-2",
            "4|REJECTED|SEAT_TAKEN|-|STALLS-A-1",
            "6|CANCELLED|-|" + id(1) + "|STALLS-A-2",
            "10|HELD|-|" + id(7) + "|BALCONY-J-26",
            "11|HOLD_EXPIRED|-|" + id(1) + "|STALLS-A-1");
  }

  /** The contract compresses in Java; this is what the server itself makes of the same text. */
  @Test
  void readsWhatTheServerCompressed() {
    JournalFixture.write();
    Schema.update(
        """
        UPDATE slice SET entries = COMPRESS(CONCAT(
          '[{"entry":"1-0","raw":{"payload":"e/8="},"outcome":{"type":"DEAD_LETTERED","error":"\\\\ud83d\\\\ude00"}},',
          '{"unknown":true}]'))
        WHERE first_number = 1
        """);
    assertThat(
            Schema.query(
                "SELECT number, entry, kind, error FROM outcome WHERE first_number = 1 ORDER BY"
                    + " number"))
        .containsExactly("1|1-0|DEAD_LETTERED|😀", "2|-|-|-");
  }

  @Test
  void canBeComparedWithNumbersBelowTheFirst() {
    JournalFixture.write();
    assertThat(Schema.value("SELECT COUNT(*) FROM outcome WHERE number - 100 < 0")).isEqualTo("11");
  }

  private static String id(int request) {
    return JournalFixture.id(request).toString();
  }
}
