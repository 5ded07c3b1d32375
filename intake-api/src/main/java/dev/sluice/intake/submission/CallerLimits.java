package dev.sluice.intake.submission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.intake.problem.Problem;
import dev.sluice.intake.problem.ProblemType;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Keeps one caller from taking what others need. Counted in this replica's memory. */
@Component
public final class CallerLimits {

  private final CallerSettings settings;
  private final Cache<String, TokenBucket> requests;
  private final Cache<String, TokenBucket> lines;

  CallerLimits(CallerSettings settings) {
    this.settings = settings;
    this.requests = cache();
    this.lines = cache();
  }

  /**
   * Counts a single request.
   *
   * @throws Problem 429 if it is one too many
   */
  public void takeRequest(String customer) {
    long now = System.nanoTime();
    TokenBucket bucket =
        requests.get(
            customer,
            key -> new TokenBucket(settings.requestsPerSecond(), settings.requestsBurst(), now));
    check(bucket.take(1, now), "requests");
  }

  /**
   * Counts the lines of a bulk call.
   *
   * @throws Problem 429 if they are too many; none is counted then
   */
  public void takeLines(String customer, int count) {
    long now = System.nanoTime();
    TokenBucket bucket =
        lines.get(
            customer,
            key -> new TokenBucket(settings.linesPerSecond(), settings.linesBurst(), now));
    check(bucket.take(count, now), "lines of bulk calls");
  }

  private static void check(Duration wait, String what) {
    if (wait.isPositive()) {
      throw Problem.of(
              ProblemType.TOO_MANY_REQUESTS,
              "You send more " + what + " than one caller may; come again a little later.")
          .retryAfter(wait);
    }
  }

  private Cache<String, TokenBucket> cache() {
    // A bucket that was left alone for so long is full again, so forgetting it changes nothing.
    return Caffeine.newBuilder()
        .maximumSize(settings.callersMax())
        .expireAfterAccess(Duration.ofMinutes(10))
        // Its upkeep is less work than waking a pool for it.
        .executor(Runnable::run)
        .build();
  }
}
