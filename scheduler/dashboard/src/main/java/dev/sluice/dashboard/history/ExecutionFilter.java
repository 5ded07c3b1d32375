package dev.sluice.dashboard.history;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * Which executions are asked for. What is empty or null asks for nothing in particular.
 *
 * @param jobs only these
 * @param hiddenJobs none of these, unless {@code jobs} names some
 * @param statuses only in one of these
 * @param from created then or later
 * @param to created before
 * @param parameter with this parameter
 * @param text somewhere in an exit message of the execution or of a step, in any case. Executions
 *     that have failed, were stopped or abandoned are searched, unless {@code statuses} asks for
 *     others
 */
public record ExecutionFilter(
    Set<String> jobs,
    Set<String> hiddenJobs,
    Set<BatchStatus> statuses,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable ParameterValue parameter,
    @Nullable String text) {

  /** Statuses of which there is a message. */
  static final Set<BatchStatus> ENDED_BADLY =
      Set.of(BatchStatus.FAILED, BatchStatus.STOPPED, BatchStatus.ABANDONED, BatchStatus.UNKNOWN);

  /** Everything. */
  public static final ExecutionFilter ALL =
      new ExecutionFilter(Set.of(), Set.of(), Set.of(), null, null, null, null);

  public ExecutionFilter {
    jobs = Set.copyOf(jobs);
    hiddenJobs = Set.copyOf(hiddenJobs);
    statuses = Set.copyOf(statuses);
  }

  /** The same of these jobs only. */
  public ExecutionFilter ofJobs(Set<String> names) {
    return new ExecutionFilter(names, hiddenJobs, statuses, from, to, parameter, text);
  }

  /** The same without these jobs. */
  public ExecutionFilter without(Set<String> names) {
    return new ExecutionFilter(jobs, names, statuses, from, to, parameter, text);
  }

  /** The same in these statuses only. */
  public ExecutionFilter in(Set<BatchStatus> wanted) {
    return new ExecutionFilter(jobs, hiddenJobs, wanted, from, to, parameter, text);
  }

  /** The same created from one time until before another. */
  public ExecutionFilter between(@Nullable Instant begin, @Nullable Instant end) {
    return new ExecutionFilter(jobs, hiddenJobs, statuses, begin, end, parameter, text);
  }

  /** The same with a parameter. */
  public ExecutionFilter with(@Nullable ParameterValue value) {
    return new ExecutionFilter(jobs, hiddenJobs, statuses, from, to, value, text);
  }

  /** The same with a text in a message. */
  public ExecutionFilter saying(@Nullable String part) {
    return new ExecutionFilter(jobs, hiddenJobs, statuses, from, to, parameter, part);
  }

  /** Whether an index alone does not tell which executions are wanted. */
  boolean isSelective() {
    return !jobs.isEmpty()
        || !hiddenJobs.isEmpty()
        || parameter != null
        || text != null
        || statuses.contains(BatchStatus.COMPLETED);
  }

  /** The statuses that are searched; empty for all. */
  Set<BatchStatus> searched() {
    return statuses.isEmpty() && text != null ? ENDED_BADLY : statuses;
  }
}
