package dev.sluice.purge;

import static java.time.temporal.ChronoUnit.HOURS;

import dev.sluice.database.DateTimes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Deletes old executions, some in each call, which is one transaction with the counts of the step:
 * read are those that were looked at, written those that were deleted. One of these is for one
 * execution of the step. Another one begins at the beginning, where it finds what was left.
 */
final class PurgeMetadataTasklet implements Tasklet {

  private static final Logger log = LoggerFactory.getLogger(PurgeMetadataTasklet.class);

  private final OldExecutions executions;
  private final Duration retention;
  private final int chunk;
  private final InstantSource clock;
  private @Nullable Walk walk;

  PurgeMetadataTasklet(
      OldExecutions executions, Duration retention, int chunk, InstantSource clock) {
    this.executions = executions;
    this.retention = retention;
    this.chunk = chunk;
    this.clock = clock;
  }

  @Override
  public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
    Walk here = walk;
    if (here == null) {
      Optional<Walk> begun = begin();
      if (begun.isEmpty()) {
        log.warn("Nothing is purged: the dashboard has not counted any execution yet");
        return RepeatStatus.FINISHED;
      }
      here = begun.get();
    }
    List<OldExecution> found = executions.list(here.period, here.createdAt, here.id, chunk);
    List<OldExecution> going = chooseGoing(found, here.hoursToKeep);
    found.forEach(_ -> contribution.incrementReadCount());
    if (!going.isEmpty()) {
      contribution.incrementWriteCount(executions.delete(going));
    }
    if (found.size() < chunk) {
      return RepeatStatus.FINISHED;
    }
    walk = here.after(found.getLast());
    return RepeatStatus.CONTINUABLE;
  }

  private Optional<Walk> begin() {
    return executions
        .findPeriod(DateTimes.utc(clock.instant().minus(retention)))
        .map(
            period ->
                new Walk(
                    period, executions.listHoursToRecount(period), period.from(), Long.MIN_VALUE));
  }

  /**
   * The newest of an instance is the last to go: before it is gone, no older one is taken for it,
   * which may have failed.
   *
   * @param found in the order of their creation
   */
  private static List<OldExecution> chooseGoing(
      List<OldExecution> found, Set<LocalDateTime> hoursToKeep) {
    var going = new ArrayList<OldExecution>();
    Map<Long, Integer> ofInstance = new HashMap<>();
    for (OldExecution one : found) {
      int before = ofInstance.getOrDefault(one.instance(), 0);
      boolean isAlone = before == one.executions() - 1;
      if (one.isOver()
          && (isAlone || !one.isNewest())
          && !hoursToKeep.contains(one.createdAt().truncatedTo(HOURS))) {
        going.add(one);
        ofInstance.put(one.instance(), before + 1);
      }
    }
    return going;
  }

  /**
   * Where the purge is.
   *
   * @param hoursToKeep hours of which all executions stay
   * @param createdAt when the last execution that was looked at was created
   * @param id its id
   */
  private record Walk(
      Period period, Set<LocalDateTime> hoursToKeep, LocalDateTime createdAt, long id) {

    Walk after(OldExecution last) {
      return new Walk(period, hoursToKeep, last.createdAt(), last.id());
    }
  }
}
