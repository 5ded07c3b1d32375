package dev.sluice.dashboard.action;

import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.Audit;
import dev.sluice.dashboard.tally.Tally;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Everything that people can do, wired. */
public final class Actions {

  private final Launches launches;
  private final JobRules rules;
  private final Audit audit;
  private final Starts starts;
  private final ExecutionActions executions;

  /**
   * Wires them.
   *
   * @param jdbc of the database with Batch's tables and the dashboard's
   * @param transactions of the same database
   * @param settings how many at once, and how long silent
   */
  public Actions(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      JobRegistry jobs,
      JobRepository repository,
      JobRules rules,
      Tally tally,
      Clock clock,
      Settings settings) {
    var stored = new StoredExecutions(jdbc, transactions, clock);
    var locks =
        new Locks(Objects.requireNonNull(jdbc.getDataSource(), "a template without data source"));
    this.launches = new Launches(jobs, repository, stored, settings.launchesMax());
    this.rules = rules;
    this.audit = new Audit(jdbc, clock);
    var parts = new Parts(jobs, repository, stored, launches, locks, rules, audit);
    this.starts = new Starts(parts);
    this.executions = new ExecutionActions(parts, tally, clock, settings.silence());
  }

  /** Whether the application lets people do this to that job. */
  public boolean allows(ActionKind kind, String job) {
    return rules.refusal(kind, job).isEmpty();
  }

  /** What the application suggests to start a job with; empty where it does not. */
  public List<GivenParameter> suggested(String job) {
    return rules.suggested(job);
  }

  public Starts starts() {
    return starts;
  }

  public ExecutionActions executions() {
    return executions;
  }

  public Audit audit() {
    return audit;
  }

  /** Begins to take launches when the application is up, and ends with it. */
  public Launches launches() {
    return launches;
  }

  /**
   * How it is set up.
   *
   * @param launchesMax how many executions run in this process at the same time
   * @param silence so long an execution must have shown no sign of life before it is recovered
   */
  public record Settings(int launchesMax, Duration silence) {}
}
