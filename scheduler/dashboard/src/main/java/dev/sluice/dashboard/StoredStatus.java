package dev.sluice.dashboard;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/** A status as it is stored. */
public final class StoredStatus {

  private StoredStatus() {}

  /** Reads it; what a later Batch may write, and null, is {@link BatchStatus#UNKNOWN}. */
  public static BatchStatus read(@Nullable String stored) {
    for (BatchStatus status : BatchStatus.values()) {
      if (status.name().equals(stored)) {
        return status;
      }
    }
    return BatchStatus.UNKNOWN;
  }
}
