package dev.sluice.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;

/** Refuses to start on a database that may lose committed slices, unless told to accept it. */
public final class DurabilityCheck implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(DurabilityCheck.class);

  private final JdbcOperations jdbc;
  private final boolean relaxed;

  public DurabilityCheck(JdbcOperations jdbc, boolean relaxed) {
    this.jdbc = jdbc;
    this.relaxed = relaxed;
  }

  @Override
  public void afterPropertiesSet() {
    List<String> problems =
        jdbc.query(
                """
                SELECT @@innodb_flush_log_at_trx_commit AS flush_log, @@log_bin AS binary_log, @@sync_binlog AS sync_log
                """,
                (row, index) -> problems(row))
            .getFirst();
    refuse(problems);
  }

  private void refuse(List<String> problems) {
    if (problems.isEmpty()) {
      return;
    }
    String text = "The database may lose committed decisions: " + String.join("; ", problems);
    if (!relaxed) {
      throw new IllegalStateException(
          text + " (sluice.drain.relaxed-durability=true accepts that)");
    }
    log.warn(text);
  }

  private static List<String> problems(ResultSet row) throws SQLException {
    var problems = new ArrayList<String>();
    if (row.getLong("flush_log") != 1) {
      problems.add("innodb_flush_log_at_trx_commit must be 1");
    }
    if (row.getLong("binary_log") == 1 && row.getLong("sync_log") != 1) {
      problems.add("sync_binlog must be 1");
    }
    return problems;
  }
}
