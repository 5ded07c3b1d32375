package dev.sluice.stream;

import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What Redis remembers of a shard's request ids, but for the appending itself. */
public final class RememberedIds {

  /** Hashes that go at once: more would hold up the server's other clients for too long. */
  private static final int BUCKETS_PER_CALL = 512;

  private static final int IDS_PER_CALL = 512;

  private static final String REPLACE =
      """
      #!lua flags=allow-oom
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then
        return 0
      end
      redis.call('SET', KEYS[1], ARGV[2])
      return 1
      """;

  /** Without memory too: draining is what gives memory. */
  private static final String CLEAR =
      """
      #!lua flags=allow-oom
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then
        return 0
      end
      redis.call('SET', KEYS[2], ARGV[2])
      redis.call('DEL', KEYS[3], KEYS[4])
      return 1
      """;

  private static final String REMEMBER = Resources.read(RememberedIds.class, "remember.lua");
  private static final String FORGET = Resources.read(RememberedIds.class, "forget.lua");

  private final ShardKeys keys;
  private final RedisCommands<String, byte[]> redis;

  RememberedIds(ShardKeys keys, RedisCommands<String, byte[]> redis) {
    this.keys = keys;
    this.redis = redis;
  }

  /** The state; empty if no lease holder of this version has verified this Redis. */
  public Optional<IdMemory> find() {
    return Optional.ofNullable(redis.get(keys.ids()))
        .map(words -> IdMemory.parse(new String(words, StandardCharsets.US_ASCII)));
  }

  /** Changes the state, however often the append script changes it meanwhile. */
  public void update(UnaryOperator<IdMemory> change) {
    boolean done = false;
    while (!done) {
      Optional<IdMemory> before = find();
      done = before.isEmpty() || replace(before.get(), change.apply(before.get()));
    }
  }

  /** Names the halves, while ids are being restored, whose hashes nobody knows to be whole. */
  static String restoringKey(ShardKeys keys) {
    return keys.ids() + ":restoring";
  }

  /** Whether a restoration was cut short. */
  boolean isRestoring() {
    return redis.exists(restoringKey(keys)) > 0;
  }

  /**
   * Lets go of everything, so that nothing is appended until it is verified again. What is there
   * after a crash in between is let go of by the next call.
   *
   * @param token of the verification that this is for
   * @param coming halves that will be written
   * @throws UnverifiedRedisException if another one has begun
   */
  void clear(String token, Optional<IdMemory> before, List<IdMemory.Half> coming) {
    var gone = new LinkedHashSet<IdMemory.Half>(before.map(IdMemory::halves).orElse(List.of()));
    byte[] unfinished = redis.get(restoringKey(keys));
    if (unfinished != null) {
      gone.addAll(IdMemory.read(new String(unfinished, StandardCharsets.US_ASCII)));
    }
    var named = new ArrayList<>(gone);
    named.addAll(coming);
    Boolean begun =
        redis.eval(
            CLEAR,
            ScriptOutputType.BOOLEAN,
            new String[] {
              VerificationMarker.attemptKey(keys), restoringKey(keys), keys.ids(), keys.verified()
            },
            ascii(token),
            ascii(IdMemory.write(named)));
    requireToken(Boolean.TRUE.equals(begun));
    gone.forEach(this::unlink);
  }

  private void requireToken(boolean valid) {
    if (!valid) {
      throw new UnverifiedRedisException(keys.shard(), "another verification has begun");
    }
  }

  /** Lets go of the hashes of a half that is forgotten, some at a time. */
  public void drop(IdMemory.Half half) {
    unlink(half);
    update(ids -> ids.withoutDropped(half));
  }

  private void unlink(IdMemory.Half half) {
    for (int from = 0; from < half.buckets(); from += BUCKETS_PER_CALL) {
      redis.eval(
          FORGET,
          ScriptOutputType.STATUS,
          new String[] {keys.ids()},
          ascii(half.number()),
          ascii(from),
          ascii(Math.min(half.buckets(), from + BUCKETS_PER_CALL)));
    }
  }

  /**
   * Writes ids into a half that the state does not name yet.
   *
   * @param token of the verification that this is for
   * @param other with it, an id that either half has stays as it is; null: the last one counts
   * @return how many were not in the half before
   * @throws UnverifiedRedisException if another verification has begun
   */
  int write(String token, IdMemory.Half half, IdMemory.@Nullable Half other, List<Remembered> ids) {
    int added = 0;
    for (int from = 0; from < ids.size(); from += IDS_PER_CALL) {
      var arguments = new ArrayList<byte[]>(5 + 2 * IDS_PER_CALL);
      arguments.add(ascii(token));
      arguments.add(ascii(half.number()));
      arguments.add(ascii(half.buckets()));
      arguments.add(ascii(other == null ? 0 : other.number()));
      arguments.add(ascii(other == null ? 0 : other.buckets()));
      for (Remembered one : ids.subList(from, Math.min(ids.size(), from + IDS_PER_CALL))) {
        arguments.add(RememberedRequest.keyOf(one.session, one.id));
        arguments.add(one.remembered.toBytes());
      }
      Long more =
          redis.eval(
              REMEMBER,
              ScriptOutputType.INTEGER,
              new String[] {keys.ids(), VerificationMarker.attemptKey(keys)},
              arguments.toArray(byte[][]::new));
      requireToken(more != null && more >= 0);
      added += Math.toIntExact(more);
    }
    return added;
  }

  private boolean replace(IdMemory before, IdMemory after) {
    return before.equals(after)
        || Boolean.TRUE.equals(
            redis.eval(
                REPLACE,
                ScriptOutputType.BOOLEAN,
                new String[] {keys.ids()},
                ascii(before),
                ascii(after)));
  }

  private static byte[] ascii(Object value) {
    return value.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** An id with what is remembered of it. */
  record Remembered(UUID session, UUID id, RememberedRequest remembered) {}
}
