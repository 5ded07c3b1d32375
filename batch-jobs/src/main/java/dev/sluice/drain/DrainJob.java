package dev.sluice.drain;

import dev.sluice.contract.ShardKeys;
import dev.sluice.metadata.StaleExecutions;
import dev.sluice.shard.Lease;
import java.util.Objects;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/** Names and parameters of the job {@code drain}. */
final class DrainJob {

  static final String NAME = "drain";
  private static final String SHARD = "shard";
  private static final String LAUNCH = "launch";

  private DrainJob() {}

  /** Parameters that no other launch has: the fence names the launch. */
  static JobParameters parameters(Lease lease) {
    return new JobParametersBuilder()
        .addLong(SHARD, (long) lease.shard())
        .addLong(LAUNCH, lease.fence())
        .addString(StaleExecutions.LOCK, new ShardKeys(lease.shard()).lease(), false)
        .toJobParameters();
  }

  static int shard(JobParameters parameters) {
    return Math.toIntExact(Objects.requireNonNull(parameters.getLong(SHARD), "no shard"));
  }
}
