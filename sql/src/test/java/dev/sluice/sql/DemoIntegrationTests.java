package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoIntegrationTests {

  private static final String SALE =
      """
      SELECT SUM(sale_opens_at > UTC_TIMESTAMP(3)), SUM(sale_closes_at < UTC_TIMESTAMP(3)),
        SUM(starts_at < UTC_TIMESTAMP(3)), COUNT(DISTINCT shard), COUNT(*)
      FROM session WHERE HEX(id) LIKE 'D0000000%'
      """;

  @Test
  void canBeLoadedAgain() {
    List<String> before = tables();
    Schema.run(Script.of("demo/load-demo.sql"));
    assertThat(tables()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"1, 14948, 47, 0", "2, 1200, 3, 0", "3, 800, 2, 800"})
  void buildsThreeHalls(int hall, int seats, int sections, int standing) {
    assertThat(
            Schema.value(
                """
                SELECT COUNT(*), MIN(ordinal), MAX(ordinal) + 1, COUNT(DISTINCT section),
                  SUM(general_admission)
                FROM seat WHERE hall_id = UNHEX('b000000000004000800000000000000%d')
                """
                    .formatted(hall)))
        .isEqualTo("%d|0|%d|%d|%d".formatted(seats, seats, sections, standing));
  }

  @Test
  void seatsNeighboursSideBySide() {
    assertThat(
            Schema.query(
                """
                SELECT LOWER(HEX(hall_id)), section, row_label
                FROM seat
                GROUP BY hall_id, section, row_label
                HAVING MAX(ordinal) - MIN(ordinal) <> COUNT(*) - 1
                OR MIN(seat_number) <> 1 OR MAX(seat_number) <> COUNT(*)
                OR COUNT(DISTINCT CAST(ordinal AS SIGNED) - seat_number) <> 1
                """))
        .isEmpty();
    assertThat(
            Schema.query(
                "SELECT label FROM seat WHERE label <> CONCAT_WS('-', section, row_label,"
                    + " seat_number)"))
        .isEmpty();
  }

  @Test
  void opensAllSalesButTwoAndNoDoorsYet() {
    assertThat(Schema.value(SALE)).isEqualTo("1|1|0|4|13");
  }

  @Test
  void pricesEverySection() {
    assertThat(
            Schema.query(
                """
                SELECT LOWER(HEX(session.id)) FROM session
                LEFT JOIN session_section ON session_section.session_id = session.id
                LEFT JOIN seat ON seat.hall_id = session.hall_id AND seat.section = session_section.section
                WHERE seat.section IS NULL
                """))
        .isEmpty();
    assertThat(
            Schema.query(
                """
                SELECT session_price.grade FROM session_price
                LEFT JOIN session_section
                  ON session_section.session_id = session_price.session_id
                  AND session_section.grade = session_price.grade
                WHERE session_section.grade IS NULL
                """))
        .isEmpty();
  }

  @Test
  void keepsAccents() {
    assertThat(Schema.value("SELECT name FROM venue WHERE city = 'Lyon'"))
        .isEqualTo("Théâtre du Vieux Pont");
  }

  private static List<String> tables() {
    return List.of("venue", "hall", "seat", "`show`", "session", "session_price", "session_section")
        .stream()
        .map(table -> table + " " + Schema.value("SELECT COUNT(*) FROM " + table))
        .toList();
  }
}
