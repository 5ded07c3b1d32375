package dev.sluice.shard;

import org.jspecify.annotations.Nullable;

/** The shard does not go on until a person has looked and cleared its pause. */
public final class ShardPausedException extends RuntimeException {

  public ShardPausedException(int shard, String reason, @Nullable Throwable cause) {
    super("Shard " + shard + " is paused: " + reason, cause);
  }
}
