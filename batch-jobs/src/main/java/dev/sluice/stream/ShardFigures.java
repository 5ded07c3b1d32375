package dev.sluice.stream;

import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.ShardKeys;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Asks Redis how the streams of shards are: for people, for health, and for a tick that may be
 * late. No promise hangs on an answer, so Spring Data Redis asks, on the one connection that it has
 * for everybody: a command for each shard, one after another (for a pipeline it would connect each
 * time). Thread-safe.
 */
public final class ShardFigures {

  private final StringRedisTemplate redis;
  private final LettuceConnectionFactory connections;

  /**
   * Connects when it is first asked.
   *
   * @param connections those of the template
   */
  public ShardFigures(StringRedisTemplate redis, LettuceConnectionFactory connections) {
    this.redis = redis;
    this.connections = connections;
  }

  /**
   * Requests of each shard that are not trimmed.
   *
   * @throws RuntimeException if Redis does not tell
   */
  public Map<Integer, Long> listBacklogs(Collection<Integer> shards) {
    return ask(shards, keys -> redis.opsForStream().size(keys.requests()));
  }

  /**
   * When the oldest request of each shard was accepted; shards without any are left out.
   *
   * @throws RuntimeException if Redis does not tell
   */
  public Map<Integer, Instant> listOldest(Collection<Integer> shards) {
    return ask(shards, keys -> oldest(keys.requests()));
  }

  /**
   * State of each shard's request ids; shards without one are left out.
   *
   * @throws RuntimeException if Redis does not tell
   */
  public Map<Integer, IdMemory> listIds(Collection<Integer> shards) {
    return ask(
        shards,
        keys -> {
          String words = redis.opsForValue().get(keys.ids());
          return words == null ? null : IdMemory.parse(words);
        });
  }

  private @Nullable Instant oldest(String stream) {
    var first = redis.opsForStream().range(stream, Range.unbounded(), Limit.limit().count(1));
    return first == null || first.isEmpty()
        ? null
        : Instant.ofEpochMilli(EntryId.parse(first.getFirst().getId().getValue()).milliseconds());
  }

  /** The answers, without those that are null. */
  private <T> Map<Integer, T> ask(
      Collection<Integer> shards, Function<ShardKeys, @Nullable T> question) {
    try {
      var answers = new HashMap<Integer, T>();
      for (int shard : shards) {
        T answer = question.apply(new ShardKeys(shard));
        if (answer != null) {
          answers.put(shard, answer);
        }
      }
      return answers;
    } catch (RuntimeException e) {
      // One that died without a word is believed in for as long as the operating system does.
      connections.resetConnection();
      throw e;
    }
  }
}
