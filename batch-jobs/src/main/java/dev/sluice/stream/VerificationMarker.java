package dev.sluice.stream;

import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What tells that a lease holder has verified the data of a Redis process for a shard: a marker,
 * the state of the request ids, and the scripts that append. All of it takes a few bytes, and is
 * written without memory too: a Redis that has none is helped by draining alone. Thread-safe.
 */
final class VerificationMarker {

  private static final String BEGIN =
      """
      #!lua flags=allow-oom
      return redis.call('SET', KEYS[1], ARGV[1])
      """;

  private static final String END =
      """
      #!lua flags=allow-oom
      if redis.call('GET', KEYS[1]) ~= ARGV[1] or ARGV[3] == '' and redis.call('EXISTS', KEYS[3]) == 0 then
        return 0
      end
      redis.call('DEL', KEYS[1], KEYS[4])
      redis.call('SET', KEYS[2], ARGV[2])
      if ARGV[3] ~= '' then
        redis.call('SET', KEYS[3], ARGV[3])
      end
      return 1
      """;

  /** What the marker of this version begins with; older ones write the process' name alone. */
  private static final String PREFIX = "3:";

  private final ShardKeys keys;
  private final RedisCommands<String, byte[]> commands;
  private final String runId;
  private final String[] scripts;

  /**
   * A marker.
   *
   * @param runId names the server process
   */
  VerificationMarker(ShardKeys keys, RedisCommands<String, byte[]> commands, String runId) {
    this.keys = keys;
    this.commands = commands;
    this.runId = runId;
    this.scripts = scripts(keys.shard()).stream().map(commands::digest).toArray(String[]::new);
  }

  /**
   * Begins a verification.
   *
   * @return what {@link #end} wants to see again
   */
  String begin() {
    String token = UUID.randomUUID().toString();
    commands.eval(BEGIN, ScriptOutputType.STATUS, new String[] {attemptKey(keys)}, ascii(token));
    return token;
  }

  /**
   * Sets the marker and then loads the scripts that append: appends are accepted from here on.
   * Older versions are loaded only while ids are remembered in their form, too.
   *
   * @param token of the verification that is to end
   * @param ids state of the request ids, if it is new; null if the one that is there is right
   * @param now the server's clock, in milliseconds
   * @return false if the data were emptied since it began, or somebody else began another one
   */
  boolean end(String token, @Nullable IdMemory ids, long now) {
    Boolean ended =
        commands.eval(
            END,
            ScriptOutputType.BOOLEAN,
            new String[] {
              attemptKey(keys), keys.verified(), keys.ids(), RememberedIds.restoringKey(keys)
            },
            ascii(token),
            ascii(PREFIX + runId),
            ascii(ids == null ? "" : ids.toString()));
    if (!Boolean.TRUE.equals(ended)) {
      return false;
    }
    boolean older =
        new RememberedIds(keys, commands)
            .find()
            .filter(memory -> memory.olderWritten() > now)
            .isPresent();
    commands.scriptLoad(Pulses.script(keys.shard()));
    commands.scriptLoad(Settlements.script(keys.shard()));
    List<String> versions = AppendScript.versionsForShard(keys.shard());
    (older ? versions : versions.subList(0, 1)).forEach(commands::scriptLoad);
    return true;
  }

  /** Whether a lease holder of an older version has set the marker after this version had. */
  boolean isByOlder() {
    byte[] marker = commands.get(keys.verified());
    return marker != null && !new String(marker, StandardCharsets.US_ASCII).startsWith(PREFIX);
  }

  /** Whether all of it is there. */
  boolean isWhole() {
    return commands.exists(keys.verified(), keys.ids()) == 2
        && !commands.scriptExists(scripts).contains(false);
  }

  /** The texts without which a shard of a verified Redis takes nothing. */
  static List<String> scripts(int shard) {
    return List.of(
        Pulses.script(shard), Settlements.script(shard), AppendScript.newest().forShard(shard));
  }

  /** Token of the verification that goes on. */
  static String attemptKey(ShardKeys keys) {
    return keys.verified() + ":attempt";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
