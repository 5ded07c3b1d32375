package dev.sluice.shard;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * A shard has no row, or one that makes no sense: where it is is not known. No entry is at fault.
 */
public final class UnreadableShardException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Of a shard.
   *
   * @param cause what reading the row failed with; null if there is none
   */
  public UnreadableShardException(int shard, @Nullable Throwable cause) {
    super(
        "The row of shard %d cannot be read: %s"
            .formatted(
                shard,
                cause == null
                    ? "there is none"
                    : NestedExceptionUtils.getMostSpecificCause(cause).getMessage()),
        cause);
  }
}
