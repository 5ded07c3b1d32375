package dev.sluice.intake.redis;

/** Redis is set up so that an accepted request could be lost. */
public final class UnsafeRedisException extends RuntimeException {

  UnsafeRedisException(String message) {
    super(message);
  }
}
