package dev.sluice.drain;

import dev.sluice.shard.Lease;
import java.time.Duration;
import org.springframework.core.NestedExceptionUtils;

/** A drain met nothing but failures for so long that another node should try. */
final class DrainGivenUpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DrainGivenUpException(Lease lease, Duration failing, RuntimeException failure) {
    super(
        "Lease %d of shard %d is given up after %.1f s of failures: %s"
            .formatted(
                lease.fence(),
                lease.shard(),
                failing.toMillis() / 1_000.0,
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage()),
        failure);
  }
}
