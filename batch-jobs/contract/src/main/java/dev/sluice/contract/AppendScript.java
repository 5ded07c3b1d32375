package dev.sluice.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * The script that appends requests to a shard's stream; the text itself says what it takes and
 * returns. Only a lease holder loads it, only after verifying the Redis process; the intake calls
 * it by its SHA-1 and reads NOSCRIPT or UNVERIFIED as "not now".
 */
public final class AppendScript {

  /** Requests of one call: more would hold up the server's other clients for too long. */
  public static final int REQUESTS_PER_CALL_MAX = 512;

  private static final String TEXT = read();

  private AppendScript() {}

  /** The script of one shard; no two shards share a text, so none shares a SHA. */
  public static String forShard(int shard) {
    // Not the default locale: in some it has digits of its own, and so the text a SHA of its own.
    return String.format(Locale.ROOT, TEXT, shard);
  }

  private static String read() {
    try (InputStream in = AppendScript.class.getResourceAsStream("append.lua")) {
      return new String(
          Objects.requireNonNull(in, "append.lua").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("append.lua cannot be read", e);
    }
  }
}
