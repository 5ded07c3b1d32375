package dev.sluice.rig.check;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.RequestKey;
import dev.sluice.rig.evidence.table.JournalLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the API may tell of a request: what the journal has decided of it; of a payment what a later
 * line says that its provider said.
 */
final class ToldOutcomes {

  private final Map<RequestKey, List<JournalLine>> settlements = new HashMap<>();

  ToldOutcomes(Evidence evidence) {
    for (JournalLine line : evidence.journal().lines()) {
      UUID session = line.element().session();
      UUID payment = payment(line.outcome());
      if (session != null && payment != null) {
        settlements
            .computeIfAbsent(new RequestKey(session, payment), _ -> new ArrayList<>(1))
            .add(line);
      }
    }
  }

  /** Whether an answer is right about the request that the line decides. */
  boolean isRight(Answer answer, JournalLine line) {
    List<JournalLine> settled = settlements.getOrDefault(answer.key(), List.of());
    return (line.outcome() instanceof Outcome.Paying && !settled.isEmpty())
        ? settled.stream().anyMatch(it -> says(answer, it))
        : says(answer, line);
  }

  private static boolean says(Answer answer, JournalLine line) {
    return isSame(answer.outcome(), told(line.outcome()))
        && line.decided().equals(answer.decided());
  }

  /** The error of a dead letter is for operators: the API does not tell it. */
  private static boolean isSame(@Nullable Outcome answer, @Nullable Outcome outcome) {
    return answer instanceof Outcome.DeadLettered
        ? outcome instanceof Outcome.DeadLettered
        : answer != null && answer.equals(outcome);
  }

  /** A customer has paid, or has not: by which entry that was decided is the system's business. */
  private static @Nullable Outcome told(@Nullable Outcome outcome) {
    return switch (outcome) {
      case Outcome.Captured(var reservation, var _, var seats, long amount, var currency) ->
          new Outcome.Confirmed(reservation, seats, amount, currency);
      case Outcome.Declined _ -> Outcome.Rejected.because(Reason.PAYMENT_DECLINED);
      case null, default -> outcome;
    };
  }

  /** What was settled before changes nothing of what is told. */
  private static @Nullable UUID payment(@Nullable Outcome outcome) {
    return outcome == null || outcome instanceof Outcome.SettledBefore ? null : outcome.payment();
  }
}
