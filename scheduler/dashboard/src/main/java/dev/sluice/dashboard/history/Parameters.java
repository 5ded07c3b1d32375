package dev.sluice.dashboard.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** The parameters of executions. */
final class Parameters {

  private final JdbcTemplate jdbc;

  Parameters(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** By execution, then by name; executions without parameters are missing. */
  Map<Long, List<Parameter>> of(Collection<Long> executions) {
    if (executions.isEmpty()) {
      return Map.of();
    }
    Conditions wanted = Conditions.NONE.andIn("JOB_EXECUTION_ID IN (%s)", executions);
    return jdbc
        .query(
            """
            SELECT JOB_EXECUTION_ID, PARAMETER_NAME, PARAMETER_TYPE, PARAMETER_VALUE, IDENTIFYING
            FROM BATCH_JOB_EXECUTION_PARAMS WHERE %s ORDER BY JOB_EXECUTION_ID, PARAMETER_NAME
            """
                .formatted(wanted.text()),
            (row, _) -> owned(row),
            wanted.values().toArray())
        .stream()
        .collect(
            Collectors.groupingBy(
                Owned::execution,
                TreeMap::new,
                Collectors.mapping(Owned::parameter, Collectors.toList())));
  }

  private static Owned owned(ResultSet row) throws SQLException {
    return new Owned(
        row.getLong(1),
        new Parameter(
            row.getString(2), row.getString(3), row.getString(4), "Y".equals(row.getString(5))));
  }

  private record Owned(long execution, Parameter parameter) {}
}
