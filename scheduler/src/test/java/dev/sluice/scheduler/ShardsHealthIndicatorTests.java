package dev.sluice.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.drain.ShardReport;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Seen to fail where a reason is told of paused shards only: neither since when, nor why. */
class ShardsHealthIndicatorTests {

  private static final Instant DECIDED = Instant.parse("2026-11-27T10:00:00Z");
  private static final Instant RETRYING = Instant.parse("2026-11-27T10:00:05Z");

  @Test
  void tellsTheLastProgressSinceWhenItIsTriedInVainAndWhy() {
    var report =
        new ShardReport(
            true, DECIDED, null, RETRYING, "the disk is full", false, Duration.ofSeconds(40));
    assertThat(ShardsHealthIndicator.details(report))
        .containsEntry("status", "DOWN")
        .containsEntry("lastDecided", DECIDED.toString())
        .containsEntry("retryingSince", RETRYING.toString())
        .containsEntry("reason", "the disk is full")
        .containsEntry("drainedHere", true)
        .doesNotContainKeys("waitingSince", "paused");
  }
}
