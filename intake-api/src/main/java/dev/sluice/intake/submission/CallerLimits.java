package dev.sluice.intake.submission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.web.problem.Problem;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Keeps one caller from taking what others need. Counted in this replica's memory. */
@Component
public final class CallerLimits {

  private final CallerSettings settings;
  private final Cache<String, Buckets> byCaller;

  CallerLimits(CallerSettings settings) {
    this.settings = settings;
    // Buckets that were left alone for so long are full again, so forgetting them changes nothing.
    this.byCaller =
        Caffeine.newBuilder()
            .maximumSize(settings.callersMax())
            .expireAfterAccess(Duration.ofMinutes(10))
            // Its upkeep is less work than waking a pool for it.
            .executor(Runnable::run)
            .build();
  }

  /**
   * Counts a single request.
   *
   * @throws Problem 429 if it is one too many
   */
  public void takeRequest(String customer) {
    long now = System.nanoTime();
    check(buckets(customer, now).requests().take(1, now), "requests");
  }

  /**
   * Counts the lines of a bulk call.
   *
   * @throws Problem 429 if they are too many; none is counted then
   */
  public void takeLines(String customer, int count) {
    long now = System.nanoTime();
    check(buckets(customer, now).lines().take(count, now), "lines of bulk calls");
  }

  /**
   * Counts a call that reads.
   *
   * @throws Problem 429 if it is one too many
   */
  void takeRead(String customer) {
    long now = System.nanoTime();
    check(buckets(customer, now).reads().take(1, now), "calls that read");
  }

  private static void check(Duration wait, String what) {
    if (wait.isPositive()) {
      throw Problem.of(
              IntakeProblem.TOO_MANY_REQUESTS,
              "You send more " + what + " than one caller may; come again a little later.")
          .retryAfter(wait);
    }
  }

  private Buckets buckets(String customer, long now) {
    return byCaller.get(
        customer,
        key ->
            new Buckets(
                new TokenBucket(settings.requestsPerSecond(), settings.requestsBurst(), now),
                new TokenBucket(settings.linesPerSecond(), settings.linesBurst(), now),
                new TokenBucket(settings.readsPerSecond(), settings.readsBurst(), now)));
  }

  private record Buckets(TokenBucket requests, TokenBucket lines, TokenBucket reads) {}
}
