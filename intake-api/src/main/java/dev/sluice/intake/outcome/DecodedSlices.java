package dev.sluice.intake.outcome;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contract.journal.SliceMessage;
import org.springframework.stereotype.Component;

/**
 * Unpacks slices: each once, however many wait for it, and keeps those used last, as far as they
 * have room.
 */
@Component
final class DecodedSlices {

  private final Cache<Key, DecodedSlice> cache;

  DecodedSlices(OutcomeSettings settings) {
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.decodedMemory().toBytes())
            .weigher((Key key, DecodedSlice slice) -> slice.bytes())
            // Its upkeep is less work than waking a pool for it.
            .executor(Runnable::run)
            .build();
  }

  DecodedSlice decode(SliceMessage slice) {
    return cache.get(new Key(slice.shard(), slice.firstNumber()), key -> DecodedSlice.of(slice));
  }

  private record Key(int shard, long firstNumber) {}
}
