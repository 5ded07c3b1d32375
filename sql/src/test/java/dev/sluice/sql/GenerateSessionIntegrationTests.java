package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GenerateSessionIntegrationTests {

  private static final Script GENERATOR = Script.of("demo/generate-session.sql");

  private final UUID id = UUID.randomUUID();

  @AfterAll
  static void restore() {
    Schema.restore();
  }

  @Test
  void makesTheShapeThatIsAskedFor() {
    generate("SET @sections = 10, @rows = 20, @seats_per_row = 25, @shard = 2, @title = 'Big one'");
    assertThat(hall()).isEqualTo("5000|0|4999|10|0");
    assertThat(grades())
        .isEqualTo("PLATINUM 15000 A,B,C; GOLD 12000 D,E; SILVER 8000 F,G,H; BRONZE 4500 I,J");
    assertThat(session()).isEqualTo("2|8|600|EUR|WITHOUT_ORPHANS,ADJACENT,SAME_SECTION,SPLIT|1|1");
    assertThat(seat(0)).isEqualTo("A-1-1");
    assertThat(seat(25)).isEqualTo("A-2-1");
    assertThat(seat(500)).isEqualTo("B-1-1");
    assertThat(seat(4999)).isEqualTo("J-20-25");
    assertThat(
            Schema.value(
                "SELECT title FROM `show` JOIN session ON session.show_id = `show`.id WHERE"
                    + " session.id = "
                    + key()))
        .isEqualTo("Big one");
  }

  @Test
  void hasADefaultForEverything() {
    generate("SET @sections = NULL");
    assertThat(hall()).isEqualTo("2000|0|1999|4|0");
    assertThat(grades()).isEqualTo("PLATINUM 15000 A; GOLD 12000 B; SILVER 8000 C; BRONZE 4500 D");
    assertThat(session()).isEqualTo("0|8|600|EUR|WITHOUT_ORPHANS,ADJACENT,SAME_SECTION,SPLIT|1|1");
  }

  @Test
  void makesOneRowOfAGeneralAdmissionSection() {
    generate(
        "SET @sections = 2, @rows = 10, @seats_per_row = 40, @general_admission = 1,"
            + " @seats_per_customer_max = 4, @grades = 1");
    assertThat(hall()).isEqualTo("800|0|799|2|800");
    assertThat(grades()).isEqualTo("PLATINUM 15000 A,B");
    assertThat(seat(400)).isEqualTo("B-1-1");
    assertThat(session()).startsWith("0|4|");
  }

  @Test
  void namesSectionsBeyondZ() {
    generate("SET @sections = 28, @rows = 1, @seats_per_row = 2");
    assertThat(seat(51)).isEqualTo("Z-1-2");
    assertThat(seat(52)).isEqualTo("AA-1-1");
    assertThat(seat(55)).isEqualTo("AB-1-2");
  }

  @Test
  void sellsWhenItIsTold() {
    generate(
        "SET @opens_at = '2030-01-01 10:00:00.500', @closes_at = '2030-01-02 10:00:00',"
            + " @hold_seconds = 2");
    assertThat(
            Schema.value(
                "SELECT sale_opens_at, sale_closes_at, starts_at, hold_seconds FROM session WHERE"
                    + " id = "
                    + key()))
        .isEqualTo("2030-01-01 10:00:00.500|2030-01-02 10:00:00|2030-01-03 10:00:00|2");
  }

  @Test
  void leavesAnExistingSessionAsItIs() {
    generate("SET @rows = 2");
    generate("SET @rows = 3, @sections = 5, @shard = 1");
    assertThat(hall()).isEqualTo("200|0|199|4|0");
    assertThat(session()).startsWith("0|");
  }

  @Test
  void forgetsItsParameters() {
    var statements = new ArrayList<String>();
    statements.add("SET @session = '" + id + "', @rows = 1, @title = 'Once'");
    statements.addAll(GENERATOR.statements());
    statements.add("SELECT @generated_session, @session, @rows, @title");
    assertThat(Schema.run(new Script(statements))).containsExactly(id + "|-|-|-");
  }

  @Test
  void refusesAShardThatNobodyDrains() {
    assertThatIllegalStateException()
        .isThrownBy(() -> generate("SET @shard = 99"))
        .withMessageContaining("shard");
  }

  private void generate(String parameters) {
    Schema.run(GENERATOR, "SET @session = '" + id + "'", parameters);
  }

  private String key() {
    return "UNHEX(REPLACE('" + id + "', '-', ''))";
  }

  private String hall() {
    return Schema.value(
        """
        SELECT COUNT(*), MIN(ordinal), MAX(ordinal), COUNT(DISTINCT section), SUM(general_admission)
        FROM seat WHERE hall_id = (SELECT hall_id FROM session WHERE id = %s)
        """
            .formatted(key()));
  }

  private String seat(int ordinal) {
    return Schema.value(
        "SELECT label FROM seat WHERE hall_id = (SELECT hall_id FROM session WHERE id = %s) AND ordinal = %d"
            .formatted(key(), ordinal));
  }

  private String grades() {
    return String.join(
        "; ",
        Schema.query(
            """
            SELECT CONCAT(session_price.grade, ' ', session_price.amount, ' ',
              GROUP_CONCAT(session_section.section ORDER BY session_section.section))
            FROM session_price
            JOIN session_section
              ON session_section.session_id = session_price.session_id
              AND session_section.grade = session_price.grade
            WHERE session_price.session_id = %s
            GROUP BY session_price.grade, session_price.amount, session_price.position
            ORDER BY session_price.position
            """
                .formatted(key())));
  }

  private String session() {
    return Schema.value(
        """
        SELECT shard, seats_per_customer_max, hold_seconds, currency, ladder, policy_version,
          sale_opens_at < UTC_TIMESTAMP(3) AND UTC_TIMESTAMP(3) < sale_closes_at
          AND sale_closes_at < starts_at
        FROM session WHERE id = %s
        """
            .formatted(key()));
  }
}
