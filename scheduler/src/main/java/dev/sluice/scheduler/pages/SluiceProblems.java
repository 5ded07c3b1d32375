package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.pages.ApplicationProblem;
import dev.sluice.dashboard.pages.ApplicationProblems;
import dev.sluice.publication.Publications;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What is wrong with shards, their way to Kafka, and requests that nobody could decide. */
@Component
final class SluiceProblems implements ApplicationProblems {

  private static final Logger log = LoggerFactory.getLogger(SluiceProblems.class);

  private static final String SHARDS = "/shards";

  /** Longer than a broker needs to come back, or a relay to begin. */
  private static final Duration LATE_MAX = Duration.ofMinutes(1);

  private static final Duration DAY = Duration.ofDays(1);

  private final ShardRows rows;
  private final Publications publications;
  private final DeadLetters letters;
  private final Clock clock = Clock.systemUTC();

  SluiceProblems(ShardRows rows, Publications publications, DeadLetters letters) {
    this.rows = rows;
    this.publications = publications;
    this.letters = letters;
  }

  @Override
  public List<ApplicationProblem> list() {
    var problems = new ArrayList<ApplicationProblem>();
    try {
      ofShards(rows.list(), problems);
      for (Publications.Late late : publications.listLate(LATE_MAX)) {
        problems.add(problem("problem.relay", late.shard(), late.since(), "", SHARDS));
      }
      ofDeadLetters(clock.instant().minus(DAY), problems);
    } catch (RuntimeException e) {
      log.warn("It is not known what is wrong with the shards", e);
      problems.add(
          new ApplicationProblem("problem.unknown", List.of(), null, e.toString(), SHARDS));
    }
    return problems;
  }

  private static void ofShards(List<ShardRow> rows, List<ApplicationProblem> problems) {
    if (new ShardsView(rows).isRedisAway()) {
      problems.add(new ApplicationProblem("problem.redis", List.of(), null, "", SHARDS));
    }
    for (ShardRow row : rows) {
      switch (row.state()) {
        case "paused", "pausing" ->
            problems.add(
                problem("problem.paused", row.shard(), null, text(row.pausedBecause()), SHARDS));
        case "retrying" ->
            problems.add(
                problem(
                    "problem.retrying",
                    row.shard(),
                    row.retryingSince(),
                    text(row.retryingBecause()),
                    SHARDS));
        case "stalled" ->
            problems.add(problem("problem.stalled", row.shard(), row.waitingSince(), "", SHARDS));
        default -> {
          // It goes on, or has nothing to do.
        }
      }
    }
  }

  /** Only the newest of each shard is looked at: there may be a million. */
  private void ofDeadLetters(Instant since, List<ApplicationProblem> problems) {
    letters.newest().stream()
        .filter(letter -> letter.decidedAt().isAfter(since))
        .map(
            letter ->
                problem(
                    "problem.letters",
                    letter.shard(),
                    letter.decidedAt(),
                    letter.error(),
                    DeadLettersController.PATH))
        .forEach(problems::add);
  }

  private static ApplicationProblem problem(
      String text, int shard, @Nullable Instant since, String cause, String path) {
    return new ApplicationProblem(text, List.of(Integer.toString(shard)), since, cause, path);
  }

  private static String text(@Nullable String reason) {
    return Objects.requireNonNullElse(reason, "");
  }
}
