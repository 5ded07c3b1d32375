package dev.sluice.dashboard.audit;

import dev.sluice.dashboard.audit.AuditEntry.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * The record of all actions. It is written before something is done and completed after it, so that
 * a process that dies between leaves its trace, too. What was refused is in it.
 */
public final class Audit {

  private static final Change NOTHING = new Change(null, null, null);
  private static final int TEXT_MAX = 2_000;

  private static final String BEGIN =
      """
      INSERT INTO dashboard_action (at, who, action, target, execution_id, outcome, why)
      VALUES (?, ?, ?, ?, ?, 'BEGUN', ?)
      """;

  private static final String END =
      """
      UPDATE dashboard_action
      SET execution_id = COALESCE(?, execution_id), outcome = ?, before_state = ?, after_state = ?, detail = ?
      WHERE id = ?
      """;

  private final JdbcTemplate jdbc;
  private final Clock clock;

  public Audit(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Newest first.
   *
   * @param target only of this job or trigger, null for all
   * @param execution only about this execution, null for all
   * @param before lists what has smaller ids; {@link Long#MAX_VALUE} for the newest
   */
  public List<AuditEntry> list(
      @Nullable String target, @Nullable Long execution, long before, int size) {
    var values = new ArrayList<Object>(List.of(before));
    var conditions = new StringBuilder();
    if (target != null) {
      conditions.append("AND target = ? ");
      values.add(target);
    }
    if (execution != null) {
      conditions.append("AND execution_id = ? ");
      values.add(execution);
    }
    values.add(size);
    return jdbc.query(
        """
        SELECT id, at, who, action, target, execution_id, outcome, before_state, after_state, why, detail
        FROM dashboard_action WHERE id < ? %s ORDER BY id DESC LIMIT ?
        """
            .formatted(conditions),
        (row, _) -> entry(row),
        values.toArray());
  }

  /**
   * Does something, and writes that it is done, or why not.
   *
   * @param target name of the job, or of the trigger
   * @param execution that it is about, null where it is about none
   * @param action throws a {@link RefusedException} where it does not do it
   */
  public <T> T carryOut(
      ActionKind kind, String target, @Nullable Long execution, By by, Supplier<Done<T>> action) {
    long id = begin(kind, target, execution, by);
    try {
      Done<T> done = action.get();
      end(id, Outcome.DONE, done.change(), null);
      return done.result();
    } catch (RefusedException e) {
      end(id, Outcome.REFUSED, NOTHING, e.refusal() + ": " + e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      end(id, Outcome.FAILED, NOTHING, e.toString());
      throw e;
    }
  }

  private long begin(ActionKind kind, String target, @Nullable Long execution, By by) {
    var key = new GeneratedKeyHolder();
    jdbc.update(
        connection -> {
          PreparedStatement statement =
              connection.prepareStatement(BEGIN, Statement.RETURN_GENERATED_KEYS);
          statement.setTimestamp(1, Timestamp.from(clock.instant()));
          statement.setString(2, by.who());
          statement.setString(3, kind.name());
          statement.setString(4, target);
          statement.setObject(5, execution);
          statement.setString(6, by.why());
          return statement;
        },
        key);
    return Objects.requireNonNull(key.getKey(), "the id of what is audited").longValue();
  }

  private void end(long id, Outcome outcome, Change change, @Nullable String detail) {
    jdbc.update(
        END,
        change.execution(),
        outcome.name(),
        cut(change.before()),
        cut(change.after()),
        cut(detail),
        id);
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        row.getString(3),
        ActionKind.valueOf(row.getString(4)),
        row.getString(5),
        row.getObject(6, Long.class),
        Outcome.valueOf(row.getString(7)),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11));
  }

  /** What an action gives to its caller, and what it has changed. */
  public record Done<T>(T result, Change change) {}
}
