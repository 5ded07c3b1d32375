package dev.sluice.contract.stream;

import java.util.List;
import java.util.Locale;

/**
 * The script that appends requests to a shard's stream; the text itself says what it takes and
 * returns, and {@link AppendCall} and {@link AppendReply} give and read it. Only a lease holder
 * loads it, only after verifying the Redis process; the intake calls it by its SHA-1 and reads
 * NOSCRIPT or UNVERIFIED as "not now".
 *
 * <p>A text that was released never changes, for its SHA would: a change is a new version. A lease
 * holder loads the newest, and for a while after an upgrade those before, in whose form ids are
 * remembered then, too; an intake calls the newest that is loaded. So parts of two versions may run
 * at once, whichever is the newer, and find each other's ids.
 */
public enum AppendScript {
  /** Ids are remembered in two halves of small hashes: {@link IdMemory}. */
  VERSION_3("append-3.lua"),
  /** Says what is full. */
  VERSION_2("append-2.lua"),
  /** A key for each id. */
  VERSION_1("append-1.lua");

  /** Requests of one call: more would hold up the server's other clients for too long. */
  public static final int REQUESTS_PER_CALL_MAX = 512;

  private final String text;

  AppendScript(String file) {
    this.text = Resource.read(file);
  }

  /** The version that is called where it is loaded. */
  public static AppendScript newest() {
    return values()[0];
  }

  /** The texts of all versions for one shard, the newest first. */
  public static List<String> versionsForShard(int shard) {
    return List.of(values()).stream().map(version -> version.forShard(shard)).toList();
  }

  /** The text for one shard; no two shards share a text, so none shares a SHA. */
  public String forShard(int shard) {
    // Not the default locale: in some it has digits of its own, and so the text a SHA of its own.
    return String.format(Locale.ROOT, text, shard);
  }
}
