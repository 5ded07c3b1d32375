package dev.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

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
  void strangersHaveWhatSluiceHas() throws IOException {
    DataSource sluice = TestSchema.empty();
    for (Path migration : migrations()) {
      new ResourceDatabasePopulator(new FileSystemResource(migration)).execute(sluice);
    }
    DataSource stranger = TestSchema.withTables();
    assertThat(rows(stranger, COLUMNS)).isEqualTo(rows(sluice, COLUMNS)).hasSizeGreaterThan(50);
    assertThat(rows(stranger, INDEXES)).isEqualTo(rows(sluice, INDEXES));
  }

  /**
   * In the order of their numbers. The folder is read as a file: no class of Sluice comes with it.
   */
  private static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../sql/migrations"))) {
      return files.sorted(Comparator.comparing(SchemaIntegrationTests::number)).toList();
    }
  }

  private static int number(Path migration) {
    String name = migration.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  private static List<String> rows(DataSource schema, String sql) {
    return new JdbcTemplate(schema).queryForList(sql, String.class);
  }
}
