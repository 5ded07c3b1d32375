package dev.sluice.dashboard.history;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes executions as Batch's repository would have written them at a time in the past. */
final class Recorded {

  private final JdbcTemplate jdbc;
  private long lastId;

  Recorded(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** An execution of an instance of its own. */
  Builder execution(String job, Instant created) {
    return new Builder(job, created);
  }

  final class Builder {

    private final String job;
    private final Instant created;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private BatchStatus status = BatchStatus.COMPLETED;
    private @Nullable Duration length = Duration.ofSeconds(10);
    private @Nullable String message = "";
    private @Nullable Long instance;

    private Builder(String job, Instant created) {
      this.job = job;
      this.created = created;
    }

    Builder in(BatchStatus value) {
      status = value;
      return this;
    }

    /** Not ended where null. */
    Builder taking(@Nullable Duration value) {
      length = value;
      return this;
    }

    Builder saying(@Nullable String value) {
      message = value;
      return this;
    }

    Builder with(String name, String value) {
      parameters.put(name, value);
      return this;
    }

    Builder restarting(long instanceId) {
      instance = instanceId;
      return this;
    }

    Builder step(String name, BatchStatus stepStatus, long read, String stepMessage) {
      steps.add(new Step(name, stepStatus, read, stepMessage));
      return this;
    }

    /** Returns the ids of the instance and of the execution. */
    Ids write() {
      long id = ++lastId;
      long instanceId = instance == null ? id : instance;
      if (instance == null) {
        jdbc.update(
            "INSERT INTO BATCH_JOB_INSTANCE VALUES (?, 0, ?, ?)", id, job, Long.toString(id));
      }
      jdbc.update(
          "INSERT INTO BATCH_JOB_EXECUTION VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)",
          id,
          instanceId,
          Timestamp.from(created),
          Timestamp.from(created),
          end(),
          status.name(),
          status.name(),
          message,
          Timestamp.from(created));
      parameters.forEach(
          (name, value) ->
              jdbc.update(
                  "INSERT INTO BATCH_JOB_EXECUTION_PARAMS VALUES (?, ?, 'java.lang.String', ?,"
                      + " 'Y')",
                  id,
                  name,
                  value));
      for (int i = 0; i < steps.size(); i++) {
        write(steps.get(i), id, id * 1_000 + i);
      }
      return new Ids(instanceId, id);
    }

    private void write(Step step, long execution, long id) {
      jdbc.update(
          """
          INSERT INTO BATCH_STEP_EXECUTION VALUES (?, 1, ?, ?, ?, ?, ?, ?, 2, ?, 0, ?, 0, 0, 0, 0, ?, ?, ?)
          """,
          id,
          step.name(),
          execution,
          Timestamp.from(created),
          Timestamp.from(created),
          step.status().isRunning() ? null : end(),
          step.status().name(),
          step.read(),
          step.read(),
          step.status().name(),
          step.message(),
          Timestamp.from(created));
    }

    private @Nullable Timestamp end() {
      return length == null ? null : Timestamp.from(created.plus(length));
    }
  }

  record Ids(long instance, long execution) {}

  private record Step(String name, BatchStatus status, long read, String message) {}
}
