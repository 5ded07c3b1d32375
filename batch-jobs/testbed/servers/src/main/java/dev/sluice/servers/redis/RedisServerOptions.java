package dev.sluice.servers.redis;

import dev.sluice.servers.life.Ports;
import java.util.Map;
import java.util.TreeMap;

/** What Redis is started with, in both modes. */
final class RedisServerOptions {

  private RedisServerOptions() {}

  static Map<String, String> of(String password, Map<String, String> more) {
    var settings =
        new TreeMap<>(
            Map.of(
                "requirepass", password,
                "appendonly", "yes",
                "appendfsync", "always",
                "appenddirname", AppendOnlyFiles.FOLDER,
                "appendfilename", AppendOnlyFiles.PREFIX,
                // A backup may end in the middle of an entry; a crash, too.
                "aof-load-truncated", "yes",
                "save", "",
                // A replica need not wait for others to come.
                "repl-diskless-sync-delay", "0",
                "maxmemory", "1gb",
                "maxmemory-policy", "noeviction"));
    settings.putAll(more);
    if ("yes".equals(settings.get("cluster-enabled"))) {
      // Else its own port and 10,000: among those that the kernel gives to clients.
      settings.putIfAbsent("cluster-port", Integer.toString(Ports.free()));
    }
    return settings;
  }
}
