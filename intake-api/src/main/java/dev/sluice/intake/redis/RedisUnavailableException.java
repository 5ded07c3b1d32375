package dev.sluice.intake.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Redis cannot be asked now. Thrown before anything was sent, or of a question without effect. */
public final class RedisUnavailableException extends DataAccessResourceFailureException {

  /** For the reason that the message gives. */
  public RedisUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
