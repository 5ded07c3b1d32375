package dev.sluice.dashboard.history;

import dev.sluice.dashboard.tally.Counts;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The executions of all jobs. A list costs the same however many there are: it goes along an index
 * from a given place, and stops after a number of executions that it had to look at.
 */
public final class Executions {

  private static final String COLUMNS =
      """
      SELECT e.JOB_EXECUTION_ID, e.JOB_INSTANCE_ID, i.JOB_NAME, e.STATUS, e.CREATE_TIME, e.START_TIME,
        e.END_TIME, LEFT(e.EXIT_CODE, 100), LEFT(e.EXIT_MESSAGE, 300),
        LEFT(SUBSTRING_INDEX(e.EXIT_MESSAGE, 'Caused by: ', -1), 300)
      """;

  private static final String LINE =
      COLUMNS
          + """
          FROM BATCH_JOB_EXECUTION e %s
          JOIN BATCH_JOB_INSTANCE i ON i.JOB_INSTANCE_ID = e.JOB_INSTANCE_ID
          WHERE %s ORDER BY e.CREATE_TIME DESC, e.JOB_EXECUTION_ID DESC LIMIT ?
          """;

  private static final String OF_INSTANCE =
      COLUMNS
          + """
          FROM BATCH_JOB_EXECUTION e
          JOIN BATCH_JOB_INSTANCE i ON i.JOB_INSTANCE_ID = e.JOB_INSTANCE_ID
          WHERE e.JOB_INSTANCE_ID = ? ORDER BY e.JOB_EXECUTION_ID DESC LIMIT ?
          """;

  private static final String NEWER =
      """
      SELECT JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION
      WHERE JOB_INSTANCE_ID = ? AND CREATE_TIME >= ? AND JOB_EXECUTION_ID <> ? LIMIT 1
      """;

  private static final String MESSAGE =
      "SELECT EXIT_MESSAGE FROM BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID = ?";

  private static final String SAYS =
      """
      LOCATE(?, CONVERT(e.EXIT_MESSAGE USING utf8mb4) COLLATE utf8mb4_general_ci) > 0
      OR EXISTS (SELECT 1 FROM BATCH_STEP_EXECUTION s WHERE s.JOB_EXECUTION_ID = e.JOB_EXECUTION_ID
        AND LOCATE(?, CONVERT(s.EXIT_MESSAGE USING utf8mb4) COLLATE utf8mb4_general_ci) > 0)
      """;

  private final JdbcTemplate jdbc;
  private final Walks walks;
  private final Parameters parameters;
  private final Limits limits;

  public Executions(JdbcTemplate jdbc, Counts counts) {
    this(jdbc, counts, Limits.DEFAULT);
  }

  Executions(JdbcTemplate jdbc, Counts counts, Limits limits) {
    this.jdbc = jdbc;
    this.walks = new Walks(jdbc, counts, limits);
    this.limits = limits;
    this.parameters = new Parameters(jdbc);
  }

  /** Finds one. */
  public Optional<ExecutionLine> find(long id) {
    Conditions one = Conditions.NONE.and("e.JOB_EXECUTION_ID = ?", id);
    return withParameters(read(Walk.byId(one), one, 1)).stream().findFirst();
  }

  /**
   * The executions of an instance, those with greater ids first.
   *
   * @param size how many at most
   */
  public List<ExecutionLine> ofInstance(long instance, int size) {
    return withParameters(jdbc.query(OF_INSTANCE, new ExecutionLineMapper(), instance, size));
  }

  /** Whether no other execution of the same instance was created after it. */
  public boolean isNewest(ExecutionLine line) {
    return jdbc.queryForList(
            NEWER, Long.class, line.instanceId(), line.place().created(), line.id())
        .isEmpty();
  }

  /** The instant of a place in the list. */
  public Instant createdAt(Cursor place) {
    Timestamp time =
        jdbc.queryForObject("SELECT CAST(? AS DATETIME(6))", Timestamp.class, place.created());
    return Objects.requireNonNull(time, "the instant of a place").toInstant();
  }

  /** The whole exit message; empty where there is no such execution or no message. */
  public Optional<String> message(long id) {
    return jdbc.queryForList(MESSAGE, String.class, id).stream()
        .filter(Objects::nonNull)
        .findFirst();
  }

  /**
   * Lists a page.
   *
   * @param before lists what is older; null for the newest
   * @param size how many lines at most
   */
  public ExecutionPage list(ExecutionFilter filter, @Nullable Cursor before, int size) {
    var lines = new ArrayList<ExecutionLine>();
    Cursor looked = null;
    for (Walk walk : walks.of(filter, before)) {
      Conditions way = walk.candidates().and(bounds(filter, before));
      Cursor end = end(walk, way, filter);
      Conditions wanted = way.and(walk.also()).and(rest(filter));
      if (end != null) {
        wanted = wanted.and("e.CREATE_TIME >= ?", end.created());
        looked = looked == null || end.compareTo(looked) > 0 ? end : looked;
      }
      lines.addAll(read(walk, wanted, size + 1));
    }
    Cursor oldest = looked;
    lines.removeIf(line -> oldest != null && line.place().compareTo(oldest) < 0);
    lines.sort(Comparator.comparing(ExecutionLine::place).reversed());
    if (lines.size() > size) {
      List<ExecutionLine> page = lines.subList(0, size);
      return new ExecutionPage(withParameters(page), page.getLast().place(), false);
    }
    return new ExecutionPage(withParameters(lines), oldest, oldest != null);
  }

  /**
   * The last candidate that is looked at, from the index alone; null where it is the last there is.
   */
  private @Nullable Cursor end(Walk walk, Conditions way, ExecutionFilter filter) {
    if (!filter.isSelective()) {
      return walk.end();
    }
    int candidates = filter.text() == null ? limits.candidates() : limits.messages();
    var values = new ArrayList<>(way.values());
    values.add(candidates - 1);
    List<Cursor> last =
        jdbc.query(
            """
            SELECT e.CREATE_TIME, e.JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION e %s
            WHERE %s ORDER BY e.CREATE_TIME DESC, e.JOB_EXECUTION_ID DESC LIMIT 1 OFFSET ?
            """
                .formatted(walk.hint(), way.text()),
            (row, _) -> Cursor.of(row, 1, 2),
            values.toArray());
    return last.isEmpty() ? walk.end() : last.getFirst();
  }

  private List<ExecutionLine> read(Walk walk, Conditions wanted, int size) {
    var values = new ArrayList<>(wanted.values());
    values.add(size);
    return jdbc.query(
        LINE.formatted(walk.hint(), wanted.text()), new ExecutionLineMapper(), values.toArray());
  }

  private List<ExecutionLine> withParameters(Collection<ExecutionLine> lines) {
    Map<Long, List<Parameter>> all = parameters.of(lines.stream().map(ExecutionLine::id).toList());
    return lines.stream().map(line -> line.with(all.getOrDefault(line.id(), List.of()))).toList();
  }

  private static Conditions bounds(ExecutionFilter filter, @Nullable Cursor before) {
    Conditions bounds = Conditions.NONE;
    if (before != null) {
      bounds =
          bounds
              .and("e.CREATE_TIME <= ?", before.created())
              .and("e.CREATE_TIME < ? OR e.JOB_EXECUTION_ID < ?", before.created(), before.id());
    }
    if (filter.from() != null) {
      bounds = bounds.and("e.CREATE_TIME >= ?", Timestamp.from(filter.from()));
    }
    if (filter.to() != null) {
      bounds = bounds.and("e.CREATE_TIME < ?", Timestamp.from(filter.to()));
    }
    return bounds;
  }

  private static Conditions rest(ExecutionFilter filter) {
    Conditions rest = Conditions.NONE;
    if (!filter.jobs().isEmpty()) {
      rest = rest.andIn("i.JOB_NAME IN (%s)", filter.jobs());
    } else if (!filter.hiddenJobs().isEmpty()) {
      rest = rest.andIn("i.JOB_NAME NOT IN (%s)", filter.hiddenJobs());
    }
    if (!filter.searched().isEmpty()) {
      rest = rest.andIn("e.STATUS IN (%s)", filter.searched().stream().map(Enum::name).toList());
    }
    String text = filter.text();
    return text == null ? rest : rest.and(SAYS, text, text);
  }
}
