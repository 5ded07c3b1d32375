package dev.sluice.intake.body;

import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Bytes of bodies that are in memory: what has come counts, not what was announced, so a sender who
 * waits takes nothing from the others; and no caller can take all.
 */
@Component
final class HeldBytes {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final long max;
  private final long perCallerMax;
  private final Map<String, Long> byCaller = new HashMap<>();
  private long held;

  HeldBytes(BodySettings settings) {
    this.max = settings.heldMax().toBytes();
    this.perCallerMax = settings.heldPerCallerMax().toBytes();
  }

  /**
   * Takes room for more bytes.
   *
   * @throws Problem 429 if the caller has as much as one may, 503 if all have; nothing is taken
   *     then
   */
  synchronized void take(String caller, long bytes) {
    long own = byCaller.getOrDefault(caller, 0L) + bytes;
    if (own > perCallerMax) {
      throw Problem.of(
              IntakeProblem.TOO_MANY_REQUESTS,
              "You send more bulk calls at once than one caller may; come again a little later.")
          .retryAfter(SOON);
    }
    if (held + bytes > max) {
      throw Problem.of(
              HttpProblem.NOT_NOW, "Too many bulk calls are being sent. Nothing was accepted.")
          .retryAfter(SOON);
    }
    byCaller.put(caller, own);
    held += bytes;
  }

  /** Gives room back. */
  synchronized void giveBack(String caller, long bytes) {
    held -= bytes;
    long own = byCaller.getOrDefault(caller, 0L) - bytes;
    if (own == 0) {
      byCaller.remove(caller);
    } else {
      byCaller.put(caller, own);
    }
  }
}
