package dev.sluice.dashboard.history;

import dev.sluice.dashboard.tally.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;

/** Everything that ran. */
public record History(Executions executions, Steps steps, Jobs jobs, Counts counts) {

  /** So many former runs say how long something usually takes. */
  private static final int FORMER_RUNS = 20;

  /** Reads it from this database. */
  public static History of(JdbcTemplate jdbc) {
    var counts = new Counts(jdbc);
    var executions = new Executions(jdbc, counts);
    return new History(executions, new Steps(jdbc), new Jobs(jdbc, counts, executions), counts);
  }

  /** The last executions of a job that completed, newest first. */
  public List<ExecutionLine> formerRuns(String job) {
    return executions
        .list(
            ExecutionFilter.ALL.ofJobs(Set.of(job)).in(Set.of(BatchStatus.COMPLETED)),
            null,
            FORMER_RUNS)
        .lines();
  }

  /** How long each of these took. */
  public static List<Duration> durations(List<ExecutionLine> ended) {
    return ended.stream()
        .map(line -> line.duration(Instant.EPOCH))
        .filter(Objects::nonNull)
        .toList();
  }
}
