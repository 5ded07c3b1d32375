package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shard.Shards;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What health says of a shard: its last progress, since when it is tried in vain, and why. Seen to
 * fail, each alone: requests that wait not counted, tries in vain not counted, a trouble that
 * begins anew with each failure.
 */
class ShardReportTests {

  private final Instant now = Instant.now();

  private final ShardConditions conditions = new ShardConditions();

  @Test
  void aShardThatWaitsForNothingIsWellHoweverLongAgoItDecided() {
    ShardReport report = report(now.minus(Duration.ofDays(9)), null, null);
    assertThat(report.isWell()).isTrue();
    assertThat(report.lastDecided()).isEqualTo(now.minus(Duration.ofDays(9)));
    assertThat(report.reason()).isNull();
  }

  @Test
  void aRequestThatWaitsIsTroubleOnlyWithoutProgress() {
    Instant anHourAgo = now.minus(Duration.ofHours(1));
    assertThat(report(now.minusSeconds(5), anHourAgo, null).isWell()).isTrue();
    assertThat(report(anHourAgo, now.minusSeconds(5), null).isWell()).isTrue();
    ShardReport standing = report(anHourAgo, now.minusSeconds(40), null);
    assertThat(standing.isWell()).isFalse();
    assertThat(standing.stalledFor()).isEqualTo(Duration.ofSeconds(40));
    assertThat(standing.waitingSince()).isEqualTo(now.minusSeconds(40));
  }

  /** Also where nothing waits any more that could be seen: the stream may not answer. */
  @Test
  void aShardThatIsTriedInVainIsTroubleAfterAWhile() {
    var young = new ShardConditions.Trouble(now.minusSeconds(5), "the disk is full");
    assertThat(report(now, null, young).isWell()).isTrue();
    var old = new ShardConditions.Trouble(now.minusSeconds(40), "the disk is full");
    ShardReport report = report(now, null, old);
    assertThat(report.isWell()).isFalse();
    assertThat(report.retryingSince()).isEqualTo(now.minusSeconds(40));
    assertThat(report.reason()).isEqualTo("the disk is full");
  }

  /** A drain that is begun again at every tick, and fails at once, would be young for ever. */
  @Test
  void aTroubleBeganWithItsFirstFailure() {
    conditions.retrying(3, "the first");
    Instant first = trouble(3).since();
    while (!Instant.now().isAfter(first)) {
      Thread.onSpinWait();
    }
    conditions.retrying(3, "the second");
    assertThat(trouble(3)).isEqualTo(new ShardConditions.Trouble(first, "the second"));
    conditions.idle(3);
    assertThat(conditions.find(3)).isNull();
  }

  private ShardConditions.Trouble trouble(int shard) {
    return Objects.requireNonNull(conditions.find(shard));
  }

  private ShardReport report(
      Instant decided, @Nullable Instant waiting, ShardConditions.@Nullable Trouble trouble) {
    return new ShardReport(true, new Shards.Progress(decided, now, null), waiting, trouble);
  }
}
