package dev.sluice.dashboard.history;

import dev.sluice.dashboard.tally.Counts;
import dev.sluice.dashboard.tally.HourRange;
import dev.sluice.dashboard.tally.Hours;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Chooses the ways that lead to the executions of a filter past as few others as possible. A rare
 * parameter is the best; then the statuses, where COMPLETED, which nearly all have, is not among
 * them; then the hours in which the jobs ran.
 */
final class Walks {

  private static final LocalDateTime END_OF_TIME = LocalDateTime.of(9999, 1, 1, 0, 0);

  private static final String PARAMETER = "p.PARAMETER_NAME = ? AND p.PARAMETER_VALUE = ?";

  private static final String WITH_PARAMETER =
      "SELECT DISTINCT p.JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION_PARAMS p WHERE "
          + PARAMETER
          + " LIMIT ?";

  /** A scalar: an EXISTS would be made a join that begins with all executions of that value. */
  private static final String HAS_PARAMETER =
      "(SELECT MAX(1) FROM BATCH_JOB_EXECUTION_PARAMS p WHERE p.JOB_EXECUTION_ID ="
          + " e.JOB_EXECUTION_ID AND "
          + PARAMETER
          + ") = 1";

  private final JdbcTemplate jdbc;
  private final Counts counts;
  private final Limits limits;

  Walks(JdbcTemplate jdbc, Counts counts, Limits limits) {
    this.jdbc = jdbc;
    this.counts = counts;
    this.limits = limits;
  }

  /** Returns ways of which each execution is on one at most; none where there is nothing. */
  List<Walk> of(ExecutionFilter filter, @Nullable Cursor before) {
    ParameterValue parameter = filter.parameter();
    Conditions also = Conditions.NONE;
    if (parameter != null) {
      List<Long> ids =
          jdbc.queryForList(
              WITH_PARAMETER, Long.class, parameter.name(), parameter.value(), limits.rare() + 1);
      if (ids.isEmpty()) {
        return List.of();
      }
      if (ids.size() <= limits.rare()) {
        return List.of(Walk.byId(Conditions.NONE.andIn("e.JOB_EXECUTION_ID IN (%s)", ids)));
      }
      also = also.and(HAS_PARAMETER, parameter.name(), parameter.value());
    }
    Set<BatchStatus> statuses = filter.searched();
    if (!statuses.isEmpty() && !statuses.contains(BatchStatus.COMPLETED)) {
      Conditions others = also;
      return statuses.stream()
          .map(status -> Conditions.NONE.and("e.STATUS = ?", status.name()))
          .map(one -> Walk.byStatus(one, others))
          .toList();
    }
    return List.of(byTime(filter, also, before));
  }

  private Walk byTime(ExecutionFilter filter, Conditions also, @Nullable Cursor before) {
    boolean others = filter.jobs().isEmpty();
    Set<String> jobs = others ? filter.hiddenJobs() : filter.jobs();
    if (jobs.isEmpty()) {
      return Walk.byTime(Conditions.NONE, also, null);
    }
    LocalDateTime latest = before == null ? END_OF_TIME : before.created();
    Hours hours = counts.hoursOf(jobs, others, latest, limits.hours());
    LocalDateTime end = hours.end();
    return Walk.byTime(anyOf(hours.ranges()), also, end == null ? null : new Cursor(end, 0));
  }

  private static Conditions anyOf(Collection<HourRange> ranges) {
    var parts = new ArrayList<String>();
    var values = new ArrayList<Object>();
    for (HourRange range : ranges) {
      var bounds = new ArrayList<String>();
      if (range.from() != null) {
        bounds.add("e.CREATE_TIME >= ?");
        values.add(range.from());
      }
      if (range.to() != null) {
        bounds.add("e.CREATE_TIME < ?");
        values.add(range.to());
      }
      parts.add(bounds.isEmpty() ? "1 = 1" : String.join(" AND ", bounds));
    }
    return Conditions.NONE.and(String.join(" OR ", parts), values.toArray());
  }
}
