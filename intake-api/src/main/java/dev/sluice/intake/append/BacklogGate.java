package dev.sluice.intake.append;

import dev.sluice.contract.ShardKeys;
import dev.sluice.intake.append.AppendResult.Bound;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisLinks;
import dev.sluice.intake.redis.RedisUnavailableException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
 * and age of entries are bounds of the append script itself. Remembered ids never close it: the
 * more of them there are, the shorter new ones are remembered. Thread-safe.
 */
@Component
final class BacklogGate {

  private static final Logger log = LoggerFactory.getLogger(BacklogGate.class);
  private static final Pattern FIGURES =
      Pattern.compile("(?m)^(used_memory|maxmemory|expired_keys):(\\d+)");

  private final AppendSettings settings;
  private final RedisLinks links;
  private final Retention retention;
  private final Set<Integer> shards = ConcurrentHashMap.newKeySet();
  private volatile Map<Integer, Closing> closedShards = Map.of();

  BacklogGate(AppendSettings settings, RedisLinks links) {
    this.settings = settings;
    this.links = links;
    this.retention =
        new Retention(
            settings.rememberedMax().toBytes(), settings.retentionMin(), settings.retention());
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

  /** How long a new id is remembered. */
  Duration retention() {
    return retention.current();
  }

  /** Looks once. What cannot be seen changes nothing: the append script has bounds of its own. */
  @Scheduled(fixedDelay = 1000)
  void look() {
    var closed = new HashMap<Integer, Closing>();
    var servers = new ArrayList<Look>();
    for (int shard : shards) {
      try {
        Look look = look(shard);
        servers.add(look);
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
      }
    }
    remember(servers);
    close(closed);
  }

  private Look look(int shard) {
    RedisLink link = links.reading(shard);
    RedisAsyncCommands<String, byte[]> commands = link.commands();
    var keys = new ShardKeys(shard);
    RedisFuture<String> memory = commands.info("memory");
    RedisFuture<String> stats = commands.info("stats");
    RedisFuture<Long> count = commands.dbsize();
    RedisFuture<Long> requests = commands.memoryUsage(keys.requests());
    RedisFuture<Long> outcomes = commands.memoryUsage(keys.outcomes());
    var figures = new HashMap<String, Long>();
    Matcher found = FIGURES.matcher(link.answer(memory) + link.answer(stats));
    while (found.find()) {
      figures.put(found.group(1), Long.parseLong(found.group(2)));
    }
    return new Look(
        figures.getOrDefault("used_memory", 0L),
        figures.getOrDefault("maxmemory", 0L),
        figures.getOrDefault("expired_keys", 0L),
        link.answer(count),
        orNone(link.answer(requests)),
        orNone(link.answer(outcomes)));
  }

  private static long orNone(@Nullable Long bytes) {
    return bytes == null ? 0 : bytes;
  }

  /** Shards may share a server: the fullest stands for all. */
  private void remember(List<Look> servers) {
    long streams = servers.stream().mapToLong(look -> look.requests + look.outcomes).sum();
    servers.stream()
        .max(Comparator.comparingLong(Look::used))
        .ifPresent(
            look ->
                retention.look(
                    look.keys,
                    Math.max(0, look.used - streams),
                    look.keys + look.expired,
                    System.nanoTime()));
  }

  private void close(Map<Integer, Closing> closed) {
    if (!closed.keySet().equals(closedShards.keySet())) {
      log.warn("Shards that take nothing in: {}", closed);
    }
    closedShards = Map.copyOf(closed);
  }

  /** What keeps a shard closed, with its figures for the log. */
  private record Closing(Bound bound, String figures) {}

  /** What was seen of a shard and its server: bytes, but for the keys. */
  private record Look(long used, long max, long expired, long keys, long requests, long outcomes) {

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
