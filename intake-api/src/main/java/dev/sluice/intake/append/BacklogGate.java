package dev.sluice.intake.append;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.intake.append.AppendResult.Bound;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisLinks;
import dev.sluice.intake.redis.RedisUnavailableException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Closes before Redis fills: looks every second at its memory and the streams' bytes. The number
 * and age of entries are bounds of the append script itself. Remembered ids have room of their own
 * and never close it. Thread-safe.
 */
@Component
final class BacklogGate {

  private static final Logger log = LoggerFactory.getLogger(BacklogGate.class);
  private static final Pattern FIGURES = Pattern.compile("(?m)^(used_memory|maxmemory):(\\d+)");

  private final AppendSettings settings;
  private final RedisLinks links;
  private final Set<Integer> shards = ConcurrentHashMap.newKeySet();
  private volatile Map<Integer, Closing> closedShards = Map.of();
  private volatile Set<Integer> unlistedShards = Set.of();

  BacklogGate(AppendSettings settings, RedisLinks links) {
    this.settings = settings;
    this.links = links;
  }

  /** Looks at this shard's stream too from now on. */
  void watch(int shard) {
    shards.add(shard);
  }

  /** What keeps more from being taken in for the shard; null while it is. */
  @Nullable Bound findClosing(int shard) {
    Closing closing = closedShards.get(shard);
    return closing == null ? null : closing.bound;
  }

  /**
   * Whether callers' recent requests are listed: they are a convenience, and have the memory that
   * requests do not need.
   */
  boolean isRecentListed(int shard) {
    return !unlistedShards.contains(shard);
  }

  /** Looks once. What cannot be seen changes nothing: the append script has bounds of its own. */
  @Scheduled(fixedDelay = 1000)
  void look() {
    var closed = new HashMap<Integer, Closing>();
    var unlisted = new HashSet<Integer>();
    for (int shard : shards) {
      try {
        Look look = look(shard);
        if (!look.hasRoomForRecent(settings)) {
          unlisted.add(shard);
        }
        Closing closing = look.closing(settings);
        if (closing != null) {
          closed.put(shard, closing);
        }
      } catch (RedisUnavailableException e) {
        log.debug("Redis' memory cannot be looked at: {}", e.getMessage());
        Closing before = closedShards.get(shard);
        if (before != null) {
          closed.put(shard, before);
        }
        if (!isRecentListed(shard)) {
          unlisted.add(shard);
        }
      }
    }
    close(closed);
    if (!unlisted.equals(unlistedShards)) {
      log.warn("Shards that list no recent requests, to spare Redis' memory: {}", unlisted);
    }
    unlistedShards = Set.copyOf(unlisted);
  }

  private Look look(int shard) {
    RedisLink link = links.reading(shard);
    RedisAsyncCommands<String, byte[]> commands = link.commands();
    var keys = new ShardKeys(shard);
    RedisFuture<String> memory = commands.info("memory");
    RedisFuture<Long> requests = commands.memoryUsage(keys.requests());
    var figures = new HashMap<String, Long>();
    Matcher found = FIGURES.matcher(link.answer(memory));
    while (found.find()) {
      figures.put(found.group(1), Long.parseLong(found.group(2)));
    }
    return new Look(
        figures.getOrDefault("used_memory", 0L),
        figures.getOrDefault("maxmemory", 0L),
        orNone(link.answer(requests)));
  }

  private static long orNone(@Nullable Long bytes) {
    return bytes == null ? 0 : bytes;
  }

  private void close(Map<Integer, Closing> closed) {
    if (!closed.keySet().equals(closedShards.keySet())) {
      log.warn("Shards that take nothing in: {}", closed);
    }
    closedShards = Map.copyOf(closed);
  }

  /** What keeps a shard closed, with its figures for the log. */
  private record Closing(Bound bound, String figures) {}

  /** What was seen of a shard and its server, in bytes. */
  private record Look(long used, long max, long requests) {

    private boolean hasRoomForRecent(AppendSettings settings) {
      double bound = settings.memoryMax().toBytes();
      if (max > 0) {
        bound = Math.min(bound, max * settings.memoryShareMax());
      }
      return used <= bound * settings.recentShareMax();
    }

    private @Nullable Closing closing(AppendSettings settings) {
      if (used > settings.memoryMax().toBytes()) {
        return new Closing(Bound.MEMORY, "Redis uses " + used + " bytes");
      }
      if (max > 0 && used > max * settings.memoryShareMax()) {
        return new Closing(Bound.MEMORY, "Redis uses " + used + " of " + max + " bytes");
      }
      return requests > settings.streamBytesMax().toBytes()
          ? new Closing(Bound.BYTES, "its stream has " + requests + " bytes")
          : null;
    }
  }
}
