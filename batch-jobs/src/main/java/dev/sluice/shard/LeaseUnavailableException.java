package dev.sluice.shard;

/** Redis did not say whether a lease is free. */
public final class LeaseUnavailableException extends RuntimeException {

  LeaseUnavailableException(Throwable cause) {
    super("Redis does not answer about a lease", cause);
  }
}
