package dev.sluice.intake.append;

import dev.sluice.contract.ShardKeys;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisLinks;
import dev.sluice.intake.redis.RedisUnavailableException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
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
 * Closes before Redis fills: looks every second at the memory, the streams' bytes and the number of
 * keys. The number and age of entries are bounds of the append script itself. Thread-safe.
 */
@Component
final class BacklogGate implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BacklogGate.class);
  private static final Pattern MEMORY = Pattern.compile("(?m)^(used_memory|maxmemory):(\\d+)");

  private final AppendSettings settings;
  private final RedisLink link;
  private final Set<Integer> shards = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String closedForAll;
  private volatile Map<Integer, String> closedShards = Map.of();

  BacklogGate(AppendSettings settings, RedisLinks links) {
    this.settings = settings;
    this.link = links.forReading("gate");
  }

  /** Looks at this shard's stream too from now on. */
  void watch(int shard) {
    shards.add(shard);
  }

  /** Why nothing more is taken in for the shard; null while it is. */
  @Nullable String closedBecause(int shard) {
    String why = closedForAll;
    return why != null ? why : closedShards.get(shard);
  }

  /** Looks once. What cannot be seen changes nothing: the append script has bounds of its own. */
  @Scheduled(fixedDelay = 1000)
  void look() {
    try {
      RedisAsyncCommands<String, byte[]> commands = link.commands();
      RedisFuture<String> memory = commands.info("memory");
      RedisFuture<Long> keys = commands.dbsize();
      var streams = new HashMap<Integer, RedisFuture<Long>>();
      shards.forEach(
          shard -> streams.put(shard, commands.memoryUsage(new ShardKeys(shard).requests())));
      closeForAll(fullBecause(link.answer(memory), link.answer(keys)));
      var full = new HashMap<Integer, String>();
      streams.forEach(
          (shard, bytes) -> {
            Long used = link.answer(bytes);
            if (used != null && used > settings.streamBytesMax().toBytes()) {
              full.put(shard, "its stream has " + used + " bytes");
            }
          });
      closeShards(full);
    } catch (RedisUnavailableException e) {
      log.debug("Redis' memory cannot be looked at: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    link.close();
  }

  private @Nullable String fullBecause(String memory, long keys) {
    long used = 0;
    long max = 0;
    Matcher figures = MEMORY.matcher(memory);
    while (figures.find()) {
      long figure = Long.parseLong(figures.group(2));
      if (figures.group(1).equals("used_memory")) {
        used = figure;
      } else {
        max = figure;
      }
    }
    if (used > settings.memoryMax().toBytes()) {
      return "Redis uses " + used + " bytes";
    }
    if (max > 0 && used > max * settings.memoryShareMax()) {
      return "Redis uses " + used + " of " + max + " bytes";
    }
    return keys > settings.keysMax() ? "Redis has " + keys + " keys" : null;
  }

  private void closeForAll(@Nullable String why) {
    if ((why == null) != (closedForAll == null)) {
      log.warn("Requests are {}", why == null ? "taken in again" : "refused: " + why);
    }
    closedForAll = why;
  }

  private void closeShards(Map<Integer, String> full) {
    if (!full.keySet().equals(closedShards.keySet())) {
      log.warn("Shards that take nothing in: {}", full);
    }
    closedShards = Map.copyOf(full);
  }
}
