package dev.sluice.intake.outcome;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.RecallCall;
import dev.sluice.contract.stream.RecentPeriod;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisLinks;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Where requests stand in their streams: those that this process appended or asked for lately from
 * memory, the others from Redis. Thread-safe.
 */
final class RequestPositions {

  /** As many as the append script keeps. */
  private static final int RECENT_MAX = 50;

  /** What a kept request takes. */
  private static final int ENTRY_BYTES = 280;

  private final RedisLinks links;
  private final Duration recentKept;
  private final Cache<RequestKey, RememberedRequest> cache;

  /**
   * Knows nothing yet.
   *
   * @param recentKept how long customers' recent requests are kept
   */
  RequestPositions(RedisLinks links, DataSize memory, Duration recentKept) {
    this.links = links;
    this.recentKept = recentKept;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(memory.toBytes())
            .weigher((RequestKey request, RememberedRequest remembered) -> ENTRY_BYTES)
            // Its upkeep is less work than waking a pool for it.
            .executor(Runnable::run)
            .build();
  }

  /** Keeps what an append has acknowledged. */
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
    return ask(shard, List.of(request)).get(request);
  }

  /**
   * Keeps what Redis told; but where replicas are waited for, it may be on the master's disk only,
   * and what is kept may answer a repeat.
   */
  private void keep(RequestKey request, RememberedRequest remembered) {
    if (links.replicasAcknowledging() == 0) {
      cache.put(request, remembered);
    }
  }

  /**
   * Requests with their positions, in the order of the stream, so that those of a slice follow each
   * other.
   */
  List<Map.Entry<RequestKey, RememberedRequest>> findAllInOrder(
      int shard, Collection<RequestKey> requests) {
    Map<RequestKey, RememberedRequest> known = new HashMap<>(cache.getAllPresent(requests));
    List<RequestKey> unknown = requests.stream().filter(key -> !known.containsKey(key)).toList();
    for (int from = 0; from < unknown.size(); from += RecallCall.IDS_MAX) {
      int to = Math.min(unknown.size(), from + RecallCall.IDS_MAX);
      known.putAll(ask(shard, unknown.subList(from, to)));
    }
    return known.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().entry()))
        .toList();
  }

  /**
   * Whether Redis may have forgotten an id that was appended then or later. To be asked after the
   * ids, so that what is forgotten in between is not missed.
   */
  boolean mayHaveForgotten(int shard, Instant appended) {
    IdMemory state = findState(shard);
    return state == null || state.mayHaveForgotten(appended, Instant.now());
  }

  /** Whether Redis may have forgotten ids before their retention was over. */
  boolean mayHaveForgottenEarly(int shard) {
    IdMemory state = findState(shard);
    return state != null && state.mayHaveForgottenEarly(Instant.now());
  }

  private @Nullable IdMemory findState(int shard) {
    RedisLink link = links.reading(shard);
    byte[] state = link.answer(link.commands().get(new ShardKeys(shard).ids()));
    return state == null ? null : IdMemory.parse(new String(state, US_ASCII));
  }

  /** A customer's recent requests in a shard. */
  RecentRequests findRecent(int shard, String customer) {
    RedisLink link = links.reading(shard);
    var period = RecentPeriod.at(Instant.now(), recentKept);
    var keys = new ShardKeys(shard);
    RedisFuture<Long> leftOut = link.commands().exists(keys.recentLeftOut());
    List<RequestKey> requests =
        Stream.of(period, period.previous())
            .map(one -> link.commands().lrange(keys.recent(one, customer), -RECENT_MAX, -1))
            // All is asked for before the first answer is waited for.
            .toList()
            .stream()
            .flatMap(question -> link.answer(question).reversed().stream())
            .limit(RECENT_MAX)
            .map(RequestPositions::recent)
            .toList();
    return new RecentRequests(requests, link.answer(leftOut) == 0);
  }

  private static RequestKey recent(byte[] name) {
    return new RequestKey(
        Uuids.fromBytes(Arrays.copyOf(name, 16)),
        Uuids.fromBytes(Arrays.copyOfRange(name, 16, 32)));
  }

  private Map<RequestKey, RememberedRequest> ask(int shard, List<RequestKey> requests) {
    RecallCall call =
        RecallCall.of(
            new ShardKeys(shard),
            requests.stream().map(one -> new RecallCall.Id(one.session(), one.id())));
    RedisLink link = links.reading(shard);
    List<byte[]> answers =
        link.answer(
            link.commands()
                .evalReadOnly(
                    RecallCall.SCRIPT, ScriptOutputType.MULTI, call.keys(), call.arguments()));
    var found = new HashMap<RequestKey, RememberedRequest>();
    for (int i = 0; i < requests.size(); i++) {
      RememberedRequest remembered = RecallCall.parse(answers.get(i));
      if (remembered != null) {
        found.put(requests.get(i), remembered);
        keep(requests.get(i), remembered);
      }
    }
    return found;
  }
}
