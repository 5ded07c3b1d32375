package dev.sluice.intake.outcome;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contract.RememberedRequest;
import dev.sluice.contract.ShardKeys;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisLinks;
import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Where requests stand in their streams: those that this process appended or asked for lately from
 * memory, the others from Redis. Thread-safe.
 */
final class Places {

  /** As many as the append script keeps. */
  private static final int RECENT_MAX = 50;

  private static final int MGET_MAX = 1000;

  /** What a kept request takes, its customer's name apart. */
  private static final int ENTRY_BYTES = 330;

  private final RedisLinks links;
  private final Cache<RequestKey, RememberedRequest> cache;

  Places(RedisLinks links, DataSize memory) {
    this.links = links;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(memory.toBytes())
            .weigher(
                (RequestKey request, RememberedRequest remembered) ->
                    ENTRY_BYTES + remembered.customer().length())
            // Its upkeep is less work than waking a pool for it.
            .executor(Runnable::run)
            .build();
  }

  void remember(RequestKey request, RememberedRequest remembered) {
    cache.put(request, remembered);
  }

  /** From memory only; null if it does not have it. */
  @Nullable RememberedRequest findKnown(RequestKey request) {
    return cache.getIfPresent(request);
  }

  /** From memory, else from Redis; null if neither has it. */
  @Nullable RememberedRequest find(int shard, RequestKey request) {
    RememberedRequest known = findKnown(request);
    return known != null ? known : ask(shard, request);
  }

  /** From Redis, whatever memory has; null if it is not there. */
  @Nullable RememberedRequest ask(int shard, RequestKey request) {
    RedisLink link = links.reading(shard);
    byte[] text =
        link.answer(
            link.commands().get(new ShardKeys(shard).request(request.session(), request.id())));
    if (text == null) {
      return null;
    }
    var remembered = RememberedRequest.parse(new String(text, StandardCharsets.US_ASCII));
    cache.put(request, remembered);
    return remembered;
  }

  /**
   * Requests with their places, in the order of the stream, so that those of a slice follow each
   * other.
   */
  List<Map.Entry<RequestKey, RememberedRequest>> findAllInOrder(
      int shard, Collection<RequestKey> requests) {
    Map<RequestKey, RememberedRequest> known = new HashMap<>(cache.getAllPresent(requests));
    List<RequestKey> unknown = requests.stream().filter(key -> !known.containsKey(key)).toList();
    var keys = new ShardKeys(shard);
    RedisLink link = links.reading(shard);
    for (int from = 0; from < unknown.size(); from += MGET_MAX) {
      List<RequestKey> some = unknown.subList(from, Math.min(unknown.size(), from + MGET_MAX));
      List<KeyValue<String, byte[]>> values =
          link.answer(
              link.commands()
                  .mget(
                      some.stream()
                          .map(request -> keys.request(request.session(), request.id()))
                          .toArray(String[]::new)));
      for (int i = 0; i < some.size(); i++) {
        if (values.get(i).hasValue()) {
          var remembered =
              RememberedRequest.parse(
                  new String(values.get(i).getValue(), StandardCharsets.US_ASCII));
          known.put(some.get(i), remembered);
          cache.put(some.get(i), remembered);
        }
      }
    }
    return known.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().entry()))
        .toList();
  }

  /** A customer's recent requests in a shard, the newest first. */
  List<RequestKey> listRecent(int shard, String customer) {
    RedisLink link = links.reading(shard);
    List<byte[]> texts =
        link.answer(
            link.commands().lrange(new ShardKeys(shard).recent(customer), 0, RECENT_MAX - 1));
    return texts.stream()
        .map(text -> new String(text, StandardCharsets.US_ASCII).split(" ", 2))
        .map(words -> new RequestKey(UUID.fromString(words[0]), UUID.fromString(words[1])))
        .toList();
  }
}
