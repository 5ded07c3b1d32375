package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.history.ExecutionFilter;
import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.History;
import dev.sluice.job.RunParameters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.batch.core.BatchStatus;
import org.springframework.stereotype.Component;

/** The executions of drains that run, on any node. */
@Component
final class ShardDrains {

  private static final String JOB = "drain";
  private static final Set<BatchStatus> RUNNING =
      Set.of(BatchStatus.STARTING, BatchStatus.STARTED, BatchStatus.STOPPING);
  private static final int SIZE = 200;

  private final History history;

  ShardDrains(History history) {
    this.history = history;
  }

  /** Their ids, by shard. */
  Map<Integer, List<Long>> running() {
    return history
        .executions()
        .list(ExecutionFilter.ALL.ofJobs(Set.of(JOB)).in(RUNNING), null, SIZE)
        .lines()
        .stream()
        .collect(
            Collectors.groupingBy(
                ShardDrains::shard,
                Collectors.mapping(ExecutionLine::id, Collectors.toUnmodifiableList())));
  }

  /** One without the parameter is no shard's. */
  private static int shard(ExecutionLine line) {
    return line.parameters().stream()
        .filter(parameter -> parameter.name().equals(RunParameters.SHARD))
        .findFirst()
        .map(parameter -> Integer.valueOf(String.valueOf(parameter.value())))
        .orElse(-1);
  }
}
