package dev.sluice.dashboard.action;

import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.Audit.Done;
import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.audit.Change;
import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.DefaultJobKeyGenerator;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameter;
import org.springframework.batch.core.job.parameters.JobParameters;

/** Starts jobs with parameters. */
public final class Starts {

  private final Parts parts;

  Starts(Parts parts) {
    this.parts = parts;
  }

  /** The jobs of this application, by name, whether people start them or not. */
  public Set<String> known() {
    return new TreeSet<>(parts.jobs().getJobNames());
  }

  /** The jobs that can be started here, by name. */
  public Set<String> startable() {
    return parts.jobs().getJobNames().stream()
        .filter(name -> parts.rules().refusal(ActionKind.START, name).isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Starts a job. Parameters that an instance has already had are refused: it runs, or it has
   * completed, or it is to be restarted.
   *
   * @throws RefusedException where it is not started
   */
  public Launch start(String job, List<GivenParameter> given, By by) {
    return parts.audit().carryOut(ActionKind.START, job, null, by, () -> start(job, given));
  }

  private Done<Launch> start(String name, List<GivenParameter> given) {
    Job job = parts.jobs().getJob(name);
    if (job == null) {
      throw new RefusedException(Refusal.NO_SUCH_JOB, "No job " + name + " can be started here");
    }
    Refusals.byRules(parts.rules(), ActionKind.START, name);
    JobParameters parameters = parameters(given);
    String lock = "start " + name + " " + new DefaultJobKeyGenerator().generateKey(parameters);
    Launch launch = parts.locks().under(lock, () -> start(job, parameters));
    return new Done<>(
        launch, new Change(launch.execution(), null, "STARTING with " + readable(given)));
  }

  private Launch start(Job job, JobParameters parameters) {
    JobInstance instance = parts.repository().getJobInstance(job.getName(), parameters);
    if (instance != null) {
      JobExecution last =
          parts
              .stored()
              .newestOf(instance.getId())
              .map(parts.repository()::getJobExecution)
              .orElse(null);
      requireNoneBefore(instance, last, parameters.getIdentifyingParameters().isEmpty());
    }
    try {
      return parts.launches().start(job, parameters);
    } catch (IllegalStateException e) {
      if (instance == null
          && parts.repository().getJobInstance(job.getName(), parameters) != null) {
        throw new RefusedException(
            Refusal.ALREADY_RUNNING, "Something else has started it at the same moment");
      }
      throw e;
    }
  }

  /** Without identifying parameters, all executions are of one instance, one after the other. */
  private static void requireNoneBefore(
      JobInstance instance, @Nullable JobExecution last, boolean repeats) {
    if (last == null) {
      throw new RefusedException(
          Refusal.NOT_RESTARTABLE,
          "Whoever started instance %s died before its execution was written: delete the instance, or start with other parameters"
              .formatted(instance.getId()));
    }
    if (last.isRunning()) {
      throw new RefusedException(
          Refusal.ALREADY_RUNNING, "It runs with these parameters", last.getId());
    }
    if (!repeats
        && (last.getStatus() == BatchStatus.COMPLETED
            || last.getStatus() == BatchStatus.ABANDONED)) {
      throw new RefusedException(
          Refusal.ALREADY_COMPLETE,
          last.getStatus() == BatchStatus.COMPLETED
              ? Refusals.COMPLETE
              : "It was abandoned with these parameters: change one that identifies the instance",
          last.getId());
    }
    if (!repeats) {
      throw new RefusedException(
          Refusal.ALREADY_STARTED,
          "It is %s with these parameters: restart that execution".formatted(last.getStatus()),
          last.getId());
    }
  }

  private static JobParameters parameters(List<GivenParameter> given) {
    Map<String, JobParameter<?>> read = new LinkedHashMap<>();
    for (GivenParameter one : given) {
      if (read.put(one.name(), parameter(one)) != null) {
        throw new RefusedException(Refusal.INVALID_PARAMETERS, one.name() + " is given twice");
      }
    }
    return new JobParameters(Set.copyOf(read.values()));
  }

  private static JobParameter<?> parameter(GivenParameter one) {
    ParameterType<?> type =
        ParameterType.find(one.type())
            .orElseThrow(
                () ->
                    new RefusedException(
                        Refusal.INVALID_PARAMETERS,
                        "%s: no parameter is given as %s".formatted(one.name(), one.type())));
    if (one.name().isBlank()) {
      throw new RefusedException(Refusal.INVALID_PARAMETERS, "A parameter has no name");
    }
    try {
      return type.read(one.name(), one.value(), one.identifying());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new RefusedException(
          Refusal.INVALID_PARAMETERS,
          "%s: %s is no %s".formatted(one.name(), one.value(), type.name()));
    }
  }

  private static String readable(List<GivenParameter> given) {
    return given.isEmpty()
        ? "no parameters"
        : given.stream()
            .map(one -> one.name() + "=" + one.value())
            .collect(Collectors.joining(", "));
  }
}
