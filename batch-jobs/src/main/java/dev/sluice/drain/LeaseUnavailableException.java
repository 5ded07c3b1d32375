package dev.sluice.drain;

/** Redis did not say whether a lease is free. */
final class LeaseUnavailableException extends RuntimeException {

  LeaseUnavailableException(Throwable cause) {
    super("Redis does not answer about a lease", cause);
  }
}
