package dev.sluice.job;

import java.util.Objects;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/** The parameters of runs: what is the same in two jobs has the same name. */
public final class RunParameters {

  /** The shard that a run works on. */
  public static final String SHARD = "shard";

  /** The fence of the shard's lease, as the run's caller knows it. */
  public static final String FENCE = "fence";

  /** What tells this launch from all others, where a run is never begun again. */
  public static final String LAUNCH = "launch";

  /** The business date, where a run may be begun again. */
  public static final String DATE = "date";

  /** Not identifying: the lock that is held from before an execution until after it. */
  public static final String LOCK = "lock";

  private RunParameters() {}

  /** What identifies a run that is never begun again, since the next one finds the same work. */
  public static JobParametersBuilder ofLaunch() {
    return new JobParametersBuilder().addLong(LAUNCH, System.currentTimeMillis());
  }

  /** The same of one that works on a shard. */
  public static JobParametersBuilder ofLaunch(int shard) {
    return ofLaunch().addLong(SHARD, (long) shard);
  }

  /**
   * A number that the run was given.
   *
   * @throws NullPointerException if it was not
   */
  public static long get(JobParameters parameters, String name) {
    return Objects.requireNonNull(parameters.getLong(name), name);
  }
}
