package dev.sluice.expiry;

import dev.sluice.shard.DatabaseClock;
import dev.sluice.stream.Pulses;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Pulses every session that has a hold which is over, by the reservations themselves: what the tick
 * goes by could be wrong. Read are the sessions found, written those that have a pulse now. It can
 * be repeated: a session has one pulse at most.
 */
final class ExpireTasklet implements Tasklet {

  private final DueSessions due;
  private final Pulses pulses;

  ExpireTasklet(DueSessions due, Pulses pulses) {
    this.due = due;
    this.pulses = pulses;
  }

  @Override
  public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context) {
    due.forEachOverdue((sessions, clock) -> pulse(sessions, clock, contribution));
    return RepeatStatus.FINISHED;
  }

  private void pulse(List<DueSession> sessions, DatabaseClock clock, StepContribution counts) {
    DueSession.byShard(sessions)
        .forEach(
            (shard, ofShard) ->
                pulses
                    .append(shard, ofShard.stream().map(DueSession::due).toList(), clock)
                    .forEach(answer -> count(answer, counts)));
  }

  private static void count(Pulses.Answer answer, StepContribution counts) {
    counts.incrementReadCount();
    switch (answer) {
      case APPENDED, WAITING -> counts.incrementWriteCount(1);
      case EARLY -> counts.incrementProcessSkipCount();
    }
  }
}
