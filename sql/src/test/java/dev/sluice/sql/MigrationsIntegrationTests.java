package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsIntegrationTests {

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
  @ParameterizedTest
  @ValueSource(strings = {"entries_are_conserved", "numbers_are_contiguous"})
  void refuseASliceThatDoesNotAddUp(String claim) {
    int drained = claim.equals("entries_are_conserved") ? 2 : 1;
    int last = claim.equals("entries_are_conserved") ? 2 : 3;
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
                    VALUES (0, 1, ?, '', '', UTC_TIMESTAMP(3), 1, 1, ?, 1, 0, 0, 0, 0, 0, 0, 0, 0, '', '')
                    """,
                    last,
                    drained))
        .withMessageContaining(claim);
  }
}
