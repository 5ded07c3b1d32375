package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsIntegrationTests {

  private static final String SESSION = "D000000000004000800000000000010";

  @Test
  void areAllAppliedOnce() throws IOException {
    Schema.FLYWAY.validate();
    assertThat(Schema.FLYWAY.info().applied())
        .extracting(migration -> String.valueOf(migration.getVersion()))
        .containsExactlyElementsOf(files());
    assertThat(Schema.FLYWAY.migrate().migrationsExecuted).isZero();
  }

  /** Versions of the files, in their order. One may be missing: it is another branch's. */
  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("migrations"))) {
      List<String> versions =
          files
              .map(file -> file.getFileName().toString().replaceFirst("V(\\d+)__.*\\.sql", "$1"))
              .sorted(Comparator.comparing(Integer::valueOf))
              .toList();
      assertThat(versions).doesNotHaveDuplicates();
      return versions;
    }
  }

  @Test
  void makeFourShardsThatHaveDecidedNothing() {
    assertThat(
            Schema.query(
                "SELECT id, shard.fence + publication.fence, HEX(watermark), last_number,"
                    + " HEX(last_hash), number FROM shard JOIN publication ON publication.shard ="
                    + " shard.id ORDER BY id"))
        .containsExactlyElementsOf(
            List.of(0, 1, 2, 3).stream()
                .map(id -> id + "|0|" + "0".repeat(32) + "|0|" + "0".repeat(64) + "|0")
                .toList());
  }

  /** What was held before there were pulses must end, too; seen to fail without the update. */
  @Test
  void sayWhenHoldsOfBeforeAreDue() {
    try {
      Schema.FLYWAY.clean();
      Flyway.configure()
          .configuration(Schema.FLYWAY.getConfiguration())
          .target("13")
          .load()
          .migrate();
      Schema.run(Script.of("demo/load-demo.sql"));
      Schema.update(
          "UPDATE session SET admitted_number = 7 WHERE id IN (?, ?, ?)", id(1), id(2), id(3));
      Schema.update(
          "INSERT INTO session_state (session_id, terms_number, terms) VALUES (?, 1, '{}')", id(1));
      for (int i = 0; i < 4; i++) {
        Schema.update(
            """
            INSERT INTO reservation (session_id, id, customer, status, digest, shard, number, amount, currency, seats,
              hold_expires_at, decided_at, changed_at)
            VALUES (?, ?, 'ann', ?, '', 0, ?, 0, 'EUR', '', ?, '2026-11-27', '2026-11-27')
            """,
            id(i < 3 ? 1 : 2),
            id(4 + i),
            i == 0 ? 4 : 1,
            i + 5,
            "2026-11-27 12:00:0" + i);
      }

      Schema.FLYWAY.migrate();

      assertThat(
              Schema.query(
                  "SELECT HEX(session_id), terms_number, terms, next_due_at FROM session_state"
                      + " ORDER BY session_id"))
          .containsExactly(
              SESSION + "1|1|{}|2026-11-27 12:00:01",
              SESSION + "2|7|-|2026-11-27 12:00:03",
              SESSION + "3|7|-|-");
    } finally {
      Schema.restore();
    }
  }

  /** One of the demo's sessions, or of a reservation. */
  private static byte[] id(int number) {
    return HexFormat.of().parseHex(SESSION + number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"BATCH_JOB_INSTANCE_SEQ", "BATCH_JOB_EXECUTION_SEQ", "BATCH_STEP_EXECUTION_SEQ"})
  void giveSpringBatchASequenceOfOneRow(String sequence) {
    assertThat(Schema.query("SELECT ID, UNIQUE_KEY FROM " + sequence)).containsExactly("0|0");
  }

  @Test
  void nameTheGuardThatRefusesASecondSale() {
    String sale =
        "INSERT INTO reservation_seat (session_id, seat, reservation_id) VALUES"
            + " (UNHEX(REPEAT('aa', 16)), 1, UNHEX(REPEAT('01', 16))),"
            + " (UNHEX(REPEAT('aa', 16)), 1, UNHEX(REPEAT('02', 16)))";
    assertThatIllegalStateException()
        .isThrownBy(() -> Schema.update(sale))
        .withMessageContaining("seat_sold_once");
  }

  /** The error of a row that is not conserved names the claim that it breaks. */
  @Test
  void refuseASliceThatDoesNotAddUp() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Schema.update(
                    """
                    INSERT INTO slice (
                      shard, first_number, last_number, first_entry, last_entry, decided_at, fence,
                      policy_version, drained, granted, waitlisted, rejected, duplicates,
                      dead_lettered, transitions, load_micros, decide_micros, apply_micros, hash,
                      entries)
                    VALUES (0, 1, 3, '', '', UTC_TIMESTAMP(3), 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, '', '')
                    """))
        .withMessageContaining("numbers_are_contiguous");
  }
}
