package dev.sluice.intake.redis;

import org.jspecify.annotations.Nullable;

/** Redis cannot be asked now. Thrown before anything was sent, or of a question without effect. */
public final class RedisUnavailableException extends RuntimeException {

  /** For the reason that the message gives. */
  public RedisUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
