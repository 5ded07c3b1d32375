package dev.sluice.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Seen to fail, each alone, with: an answer that is slow taken for a clock; no second look for a
 * minute after one that does not count; a difference of a second and less taken for one; the first
 * verdict forgotten; entries of before the agreement judged by Redis' clock.
 */
class ClocksTests {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private final List<Duration> told = new ArrayList<>();
  private long nanos = 7;
  private Duration redisAhead = Duration.ZERO;
  private Duration databaseTakes = Duration.ofMillis(2);
  private Duration redisTakes = Duration.ofMillis(2);

  @Test
  void areTogetherWithinASecond() {
    redisAhead = Duration.ofSeconds(1);
    Clocks clocks = clocks(false);

    assertThat(clocks.areApart(NOON)).isFalse();
    assertThat(told).containsExactly(redisAhead);
  }

  @Test
  void areApartBeyondEitherWay() {
    redisAhead = Duration.ofMillis(1_001);
    assertThat(clocks(false).areApart(NOON)).isTrue();
    redisAhead = redisAhead.negated();
    assertThat(clocks(false).areApart(NOON)).isTrue();
  }

  /** A database that waits for a lock for a second and a half looks like one that is behind. */
  @Test
  void aSlowAnswerSaysNothing() {
    databaseTakes = Duration.ofMillis(1_500);
    Clocks clocks = clocks(false);
    assertThat(clocks.areApart(NOON)).isFalse();
    databaseTakes = Duration.ofMillis(2);
    redisTakes = Duration.ofMillis(1_500);
    pass(Duration.ofSeconds(1));
    clocks.compare();
    assertThat(clocks.areApart(NOON)).isFalse();
    assertThat(told).isEmpty();

    redisTakes = Duration.ofMillis(2);
    redisAhead = Duration.ofSeconds(5);
    pass(Duration.ofSeconds(1));
    clocks.compare();
    assertThat(clocks.areApart(NOON)).isTrue();
  }

  @Test
  void areComparedOnceAMinute() {
    Clocks clocks = clocks(false);
    redisAhead = Duration.ofSeconds(5);
    pass(Duration.ofSeconds(59));
    clocks.compare();
    assertThat(clocks.areApart(NOON)).isFalse();
    pass(Duration.ofSeconds(2));
    clocks.compare();
    assertThat(clocks.areApart(NOON)).isTrue();
    assertThat(told).hasSize(2);
  }

  /** After a failure another one goes on from what the last slice went by. */
  @Test
  void goOnByTheFirstVerdictUntilAComparisonCounts() {
    databaseTakes = Duration.ofMillis(150);
    Clocks clocks = clocks(true);
    assertThat(clocks.areApart(NOON.plusSeconds(3_600))).isTrue();

    databaseTakes = Duration.ofMillis(2);
    pass(Duration.ofSeconds(1));
    clocks.compare();
    assertThat(clocks.areApart(NOON.plusSeconds(3_600))).isFalse();
  }

  /** Ten minutes behind until now: what waits since then was accepted by a clock that was wrong. */
  @Test
  void entriesOfBeforeTheAgreementAreNotJudgedByThatClock() {
    redisAhead = Duration.ofMinutes(-10);
    Clocks clocks = clocks(false);
    redisAhead = Duration.ZERO;
    pass(Duration.ofMinutes(1));
    clocks.compare();
    Instant agreed = redisNow();

    assertThat(clocks.areApart(agreed.minusSeconds(1))).isTrue();
    assertThat(clocks.areApart(agreed)).isFalse();
  }

  private Clocks clocks(boolean apart) {
    return new Clocks(apart, this::redis, this::database, told::add, () -> nanos);
  }

  private Instant redis() {
    pass(redisTakes);
    return redisNow();
  }

  private Instant redisNow() {
    return now().plus(redisAhead);
  }

  private Instant database() {
    pass(databaseTakes);
    return now();
  }

  private Instant now() {
    return NOON.plusNanos(nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
