package dev.sluice.intake;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Sessions for tests: a hall with section A (GOLD, two rows of ten), section B (SILVER, one row of
 * ten) and section X (two seats that are not on sale).
 */
final class TestSessions {

  private static final UUID HALL = UUID.fromString("b0000000-0000-4000-8000-0000000000aa");

  private TestSessions() {}

  static JdbcClient jdbc() {
    return JdbcClient.create(
        new DriverManagerDataSource(
            Intake.database().jdbcUrl(),
            Intake.database().username(),
            Intake.database().password()));
  }

  /** A new session of a shard, on sale. Some intake must have started, for the tables. */
  static UUID aSession(int shard) {
    JdbcClient jdbc = jdbc();
    byte[] hall = Uuids.toBytes(HALL);
    if (jdbc.sql("SELECT COUNT(*) FROM hall WHERE id = ?").param(hall).query(Integer.class).single()
        == 0) {
      hall(jdbc, hall);
    }
    UUID id = UUID.randomUUID();
    byte[] session = Uuids.toBytes(id);
    jdbc.sql(
            """
            INSERT INTO session (id, show_id, hall_id, shard, starts_at, sale_opens_at, sale_closes_at, currency, hold_seconds,
                                 seats_per_customer_max, ladder, policy_version)
            VALUES (?, ?, ?, ?, '2027-01-01 19:00:00', '2026-01-01 00:00:00', '2027-01-01 18:00:00', 'EUR', 600, 8,
                    'WITHOUT_ORPHANS,ADJACENT,SAME_SECTION,SPLIT', 1)
            """)
        .params(session, hall, hall, shard)
        .update();
    jdbc.sql(
            """
            INSERT INTO session_price (session_id, grade, position, amount)
            VALUES (?, 'GOLD', 0, 12000), (?, 'SILVER', 1, 8000)
            """)
        .params(session, session)
        .update();
    jdbc.sql(
            """
            INSERT INTO session_section (session_id, section, grade) VALUES (?, 'A', 'GOLD'), (?, 'B', 'SILVER')
            """)
        .params(session, session)
        .update();
    return id;
  }

  /** What {@link #aSession} is sold on. */
  static Terms terms() {
    return new Terms(
        HALL,
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2027-01-01T18:00:00Z"),
        "EUR",
        Duration.ofMinutes(10),
        8,
        List.of(Rung.WITHOUT_ORPHANS, Rung.ADJACENT, Rung.SAME_SECTION, Rung.SPLIT),
        1,
        List.of(new Terms.Price("GOLD", 12000), new Terms.Price("SILVER", 8000)),
        List.of(new Terms.SectionGrade("A", "GOLD"), new Terms.SectionGrade("B", "SILVER")));
  }

  /** Ordinals of all seats, by label. */
  static Map<String, Integer> ordinals() {
    return jdbc()
        .sql("SELECT label, ordinal FROM seat WHERE hall_id = ?")
        .param(Uuids.toBytes(HALL))
        .query((row, n) -> Map.entry(row.getString(1), row.getInt(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void hall(JdbcClient jdbc, byte[] hall) {
    jdbc.sql("INSERT INTO venue VALUES (?, 'Théâtre', 'Lyon', 'Europe/Paris')")
        .param(hall)
        .update();
    jdbc.sql("INSERT INTO `show` VALUES (?, 'A \"show\" 😀', 'Cast', 'concert')")
        .param(hall)
        .update();
    jdbc.sql("INSERT INTO hall VALUES (?, ?, 'Main')").params(hall, hall).update();
    int ordinal = 0;
    for (String row : new String[] {"A-1", "A-2", "B-1"}) {
      for (int number = 1; number <= 10; number++) {
        seat(jdbc, hall, ordinal++, row, number);
      }
    }
    seat(jdbc, hall, ordinal++, "X-1", 1);
    seat(jdbc, hall, ordinal, "X-1", 2);
  }

  private static void seat(JdbcClient jdbc, byte[] hall, int ordinal, String row, int number) {
    jdbc.sql("INSERT INTO seat VALUES (?, ?, ?, ?, ?, ?, FALSE)")
        .params(hall, ordinal, row + "-" + number, row.substring(0, 1), row.substring(2), number)
        .update();
  }
}
