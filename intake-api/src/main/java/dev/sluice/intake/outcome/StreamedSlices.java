package dev.sluice.intake.outcome;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisLinks;
import dev.sluice.intake.redis.RedisUnavailableException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.Optional;

/** The slices in Redis: those that are not trimmed yet. Thread-safe. */
final class StreamedSlices {

  private final RedisLinks links;

  StreamedSlices(RedisLinks links) {
    this.links = links;
  }

  /**
   * The slice that decided an entry: the first that does not end before it; empty without Redis.
   */
  Optional<SliceMessage> findByEntry(int shard, EntryId entry) {
    try {
      RedisLink link = links.reading(shard);
      return link
          .answer(
              link.commands()
                  .xrange(
                      new ShardKeys(shard).outcomes(),
                      Range.from(
                          Range.Boundary.including(entry.toString()), Range.Boundary.unbounded()),
                      Limit.from(1)))
          .stream()
          .map(
              message ->
                  SliceMessage.fromFields(shard, EntryId.parse(message.getId()), message.getBody()))
          .findFirst();
    } catch (RedisUnavailableException e) {
      return Optional.empty();
    }
  }
}
