package dev.sluice.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The script that appends requests to a shard's stream; the text itself says what it takes and
 * returns. Only a lease holder loads it, only after verifying the Redis process; the intake calls
 * it by its SHA-1 and reads NOSCRIPT or UNVERIFIED as "not now".
 *
 * <p>A text that was released never changes, for its SHA would: a change is a new version. A lease
 * holder loads all that it knows, and an intake calls the newest that is loaded, so that parts of
 * two versions may run at once, whichever is the newer. All versions remember ids the same way.
 */
public final class AppendScript {

  /** Requests of one call: more would hold up the server's other clients for too long. */
  public static final int REQUESTS_PER_CALL_MAX = 512;

  /** The newest first. */
  private static final List<String> TEXTS = List.of(read("append-2.lua"), read("append-1.lua"));

  private AppendScript() {}

  /**
   * The newest script of one shard; no two shards share a text, so none shares a SHA.
   *
   * @see #versionsForShard
   */
  public static String forShard(int shard) {
    return versionsForShard(shard).getFirst();
  }

  /** Every version of the script of one shard, the newest first. */
  public static List<String> versionsForShard(int shard) {
    // Not the default locale: in some it has digits of its own, and so the text a SHA of its own.
    return TEXTS.stream().map(text -> String.format(Locale.ROOT, text, shard)).toList();
  }

  private static String read(String name) {
    try (InputStream in = AppendScript.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
