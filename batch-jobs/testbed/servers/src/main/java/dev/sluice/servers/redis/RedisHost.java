package dev.sluice.servers.redis;

import dev.sluice.servers.life.Server;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a Redis runs, and its append-only files. */
interface RedisHost extends Server {

  /** Returns a file of the append-only folder, null where there is none of that name. */
  byte @Nullable [] read(String name);

  /** Where another server of the same mode reaches this one while it runs. */
  InetSocketAddress peerAddress();

  /** Gives a stopped server these append-only files and no others. */
  void replace(Map<String, byte[]> files);
}
