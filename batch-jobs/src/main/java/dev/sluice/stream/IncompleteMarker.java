package dev.sluice.stream;

import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * What tells that the outcome stream of a shard lacks slices that the journal has, for want of
 * memory.
 */
public final class IncompleteMarker {

  /** A few bytes, without which a Redis without memory could not be drained, and so not helped. */
  private static final String SET =
      """
      #!lua flags=allow-oom
      return redis.call('SET', KEYS[1], '1', 'NX') and 1 or 0
      """;

  private final ShardKeys keys;
  private final RedisCommands<String, byte[]> commands;

  IncompleteMarker(ShardKeys keys, RedisCommands<String, byte[]> commands) {
    this.keys = keys;
    this.commands = commands;
  }

  /**
   * Sets it, even without memory.
   *
   * @return whether it was not there before
   */
  boolean set() {
    return Boolean.TRUE.equals(commands.<Boolean>eval(SET, ScriptOutputType.BOOLEAN, key(keys)));
  }

  /**
   * Takes it back.
   *
   * @return whether it was there
   */
  boolean clear() {
    return commands.del(key(keys)) > 0;
  }

  /** Present while slices are lacking. */
  public static String key(ShardKeys keys) {
    return keys.outcomes() + ":incomplete";
  }
}
