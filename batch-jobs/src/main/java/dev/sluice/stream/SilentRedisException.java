package dev.sluice.stream;

/** Redis did not say in time what a shard needs. */
final class SilentRedisException extends RuntimeException {

  SilentRedisException(Throwable cause) {
    super("Redis does not answer about its streams", cause);
  }
}
