package dev.sluice.redis;

/** Redis is set up so that an accepted request could be lost. */
public final class UnsafeRedisException extends RuntimeException {

  /** For the reason that the message gives. */
  public UnsafeRedisException(String message) {
    super(message);
  }
}
