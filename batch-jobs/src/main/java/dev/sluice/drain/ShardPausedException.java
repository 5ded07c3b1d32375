package dev.sluice.drain;

import org.jspecify.annotations.Nullable;

/** The shard does not go on until a person has looked and cleared its pause. */
final class ShardPausedException extends RuntimeException {

  ShardPausedException(int shard, String reason, @Nullable Throwable cause) {
    super("Shard " + shard + " is paused: " + reason, cause);
  }
}
