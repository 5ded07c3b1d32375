package dev.sluice.dashboard.history;

import dev.sluice.dashboard.tally.Count;
import dev.sluice.dashboard.tally.Counts;
import dev.sluice.dashboard.tally.JobCount;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;

/** The jobs that ever ran. */
public final class Jobs {

  private static final Duration DAY = Duration.ofHours(24);

  /** Jumps from name to name in the index. */
  private static final String NAMES =
      "SELECT JOB_NAME FROM BATCH_JOB_INSTANCE GROUP BY JOB_NAME ORDER BY JOB_NAME";

  private final JdbcTemplate jdbc;
  private final Counts counts;
  private final Executions executions;

  public Jobs(JdbcTemplate jdbc, Counts counts, Executions executions) {
    this.jdbc = jdbc;
    this.counts = counts;
    this.executions = executions;
  }

  /** Their names, in order. */
  public List<String> names() {
    return jdbc.queryForList(NAMES, String.class);
  }

  /** All of them, by name. */
  public List<JobLine> list(Instant now) {
    Map<String, Map<BatchStatus, Count>> day = new HashMap<>();
    for (JobCount count : counts.since(now.minus(DAY))) {
      day.computeIfAbsent(count.job(), _ -> new EnumMap<>(BatchStatus.class))
          .put(count.status(), count.count());
    }
    return names().stream().map(name -> line(name, day.getOrDefault(name, Map.of()))).toList();
  }

  private JobLine line(String name, Map<BatchStatus, Count> day) {
    List<ExecutionLine> newest =
        executions.list(ExecutionFilter.ALL.ofJobs(Set.of(name)), null, 1).lines();
    return new JobLine(name, newest.isEmpty() ? null : newest.getFirst(), day);
  }
}
