package dev.sluice.servers.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Redis's append-only files: a manifest names a base and increments. Redis only ever appends to the
 * last increment, so that a copy of it is a state that Redis was in; a rewrite replaces files and
 * then the manifest.
 */
final class AppendOnlyFiles {

  static final String FOLDER = "appendonlydir";
  static final String PREFIX = "appendonly.aof";

  private static final String MANIFEST = PREFIX + ".manifest";
  private static final int TRIES = 20;

  private AppendOnlyFiles() {}

  /**
   * Copies the files while the server may be writing them.
   *
   * @param read gives a file's bytes by its name, null where there is none
   */
  static Map<String, byte[]> copy(Function<String, byte @Nullable []> read) {
    for (int i = 0; i < TRIES; i++) {
      Map<String, byte[]> files = tryCopy(read);
      if (files != null) {
        return files;
      }
    }
    throw new IllegalStateException("Redis rewrites its append-only files all the time");
  }

  /** Returns null where a rewrite came between. */
  private static @Nullable Map<String, byte[]> tryCopy(Function<String, byte @Nullable []> read) {
    byte[] manifest = read.apply(MANIFEST);
    if (manifest == null) {
      return null;
    }
    var files = new LinkedHashMap<String, byte[]>();
    for (String line : new String(manifest, StandardCharsets.UTF_8).lines().toList()) {
      // file appendonly.aof.1.base.rdb seq 1 type b
      String name = line.split(" ", 3)[1];
      byte[] bytes = read.apply(name);
      if (bytes == null) {
        return null;
      }
      files.put(name, bytes);
    }
    files.put(MANIFEST, manifest);
    return Arrays.equals(manifest, read.apply(MANIFEST)) ? files : null;
  }
}
