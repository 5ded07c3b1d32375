package dev.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The script for others and Sluice's own migrations make the same. */
class SchemaIntegrationTests {

  private static final String COLUMNS =
      """
      SELECT CONCAT_WS(' ', TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, COLUMN_KEY)
      FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
        AND (TABLE_NAME LIKE 'dashboard%' OR TABLE_NAME LIKE 'BATCH%')
      ORDER BY 1
      """;

  private static final String INDEXES =
      """
      SELECT CONCAT_WS(' ', TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, SUB_PART, NON_UNIQUE)
      FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
        AND (TABLE_NAME LIKE 'dashboard%' OR TABLE_NAME LIKE 'BATCH%')
      ORDER BY 1
      """;

  /** Seen to fail with a column of another width. */
  @Test
  void strangersHaveWhatSluiceHas() {
    DataSource sluice = TestSchema.empty();
    Flyway.configure().dataSource(sluice).locations("classpath:sql/migrations").load().migrate();
    DataSource stranger = TestSchema.withTables();
    assertThat(rows(stranger, COLUMNS)).isEqualTo(rows(sluice, COLUMNS)).hasSizeGreaterThan(50);
    assertThat(rows(stranger, INDEXES)).isEqualTo(rows(sluice, INDEXES));
  }

  private static List<String> rows(DataSource schema, String sql) {
    return new JdbcTemplate(schema).queryForList(sql, String.class);
  }
}
