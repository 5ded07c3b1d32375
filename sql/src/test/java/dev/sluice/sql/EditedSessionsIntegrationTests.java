package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.TermsJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator sees of a session that was changed behind its shard's back. */
class EditedSessionsIntegrationTests {

  private final String session = UUID.randomUUID().toString().replace("-", "");
  private final String ofSession = " WHERE session_id = UNHEX('" + session + "')";

  @BeforeEach
  void admit() {
    Schema.run(
        Script.of("demo/generate-session.sql"),
        "SET @session = '" + dashed(session) + "', @sections = 3, @rows = 1, @seats_per_row = 2");
    Schema.update(
        "INSERT INTO session_state (session_id, terms_number, terms) VALUES (UNHEX('"
            + session
            + "'), 1, ?)",
        new String(TermsJson.write(terms()), StandardCharsets.UTF_8));
  }

  @AfterEach
  void remove() {
    Schema.update("DELETE FROM session_state");
  }

  @AfterAll
  static void restore() {
    Schema.restore();
  }

  @Test
  void listsNothingWhileTheRowsAreTheTermsInForce() {
    assertThat(list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE session SET sale_opens_at = sale_opens_at + INTERVAL 1 SECOND  | sale_opens_at
          UPDATE session SET sale_closes_at = sale_closes_at + INTERVAL 1 DAY   | sale_closes_at
          UPDATE session SET currency = 'CHF'                                   | currency
          UPDATE session SET hold_seconds = hold_seconds + 1                    | hold_seconds
          UPDATE session SET seats_per_customer_max = 1                         | seats_per_customer_max
          UPDATE session SET ladder = 'SPLIT'                                   | ladder
          UPDATE session SET policy_version = policy_version + 1                | policy_version
          UPDATE session_price SET amount = amount + 1                          | price of
          UPDATE session_section SET grade = 'GIFT'                             | grade of
          DELETE FROM session_section                                           | grade of
          """)
  void listsWhatWasChangedByHand(String change, String field) {
    Schema.update("INSERT INTO session_price VALUES (UNHEX('" + session + "'), 'GIFT', 9, 0)");
    assertThat(list()).containsExactly(session + "|price of GIFT|0|-");
    Schema.update(
        change
            + (change.contains("session SET") ? ofSession.replace("session_id", "id") : ofSession));
    assertThat(list())
        .anyMatch(row -> row.startsWith(session + "|" + field) && !row.contains("GIFT|0"));
  }

  private static List<String> list() {
    return Schema.run(Script.of("operate/list-edited-sessions.sql"));
  }

  private Terms terms() {
    String[] row =
        Schema.value(
                "SELECT LOWER(HEX(hall_id)), sale_opens_at, sale_closes_at, currency, hold_seconds,"
                    + " seats_per_customer_max, ladder, policy_version FROM session"
                    + ofSession.replace("session_id", "id"))
            .split("\\|", -1);
    return new Terms(
        UUID.fromString(dashed(row[0])),
        instant(row[1]),
        instant(row[2]),
        row[3],
        Duration.ofSeconds(Long.parseLong(row[4])),
        Integer.parseInt(row[5]),
        Arrays.stream(row[6].split(",", -1)).map(Rung::valueOf).toList(),
        Integer.parseInt(row[7]),
        rows("session_price", "grade, amount", p -> new Terms.Price(p[0], Long.parseLong(p[1]))),
        rows("session_section", "section, grade", s -> new Terms.SectionGrade(s[0], s[1])));
  }

  private static Instant instant(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }

  private static String dashed(String id) {
    return id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  private <T> List<T> rows(String table, String columns, Function<String[], T> reading) {
    return Schema.query("SELECT " + columns + " FROM " + table + ofSession).stream()
        .map(row -> reading.apply(row.split("\\|", -1)))
        .toList();
  }
}
