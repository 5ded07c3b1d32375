package dev.sluice.scheduler.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.AuditEntry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardResumesTests {

  private static final Instant NOW = Instant.parse("2026-11-27T15:00:00Z");

  /** What was waiting may need as long as any failure that mends itself. Seen to fail without. */
  @ParameterizedTest
  @CsvSource({
    "RESUME, DONE,     0, true",
    "RESUME, DONE,    29, true",
    "RESUME, DONE,    30, false",
    "RESUME, REFUSED,  1, false",
    "RESUME, FAILED,   1, false",
    "PAUSE,  DONE,     1, false"
  })
  void waitingBeginsWithTheResume(
      ActionKind kind, AuditEntry.Outcome outcome, long secondsAgo, boolean recent) {
    assertThat(ShardResumes.isRecent(List.of(entry(kind, outcome, secondsAgo)), NOW))
        .isEqualTo(recent);
  }

  private static AuditEntry entry(ActionKind kind, AuditEntry.Outcome outcome, long secondsAgo) {
    Instant at = NOW.minusSeconds(secondsAgo);
    return new AuditEntry(1, at, "ann", kind, "shard 1", null, outcome, null, null, "", null);
  }
}
