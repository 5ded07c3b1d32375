package dev.sluice.intake.outcome;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contract.SliceMessage;
import org.springframework.stereotype.Component;

/** Unpacks slices: each once, however many wait for it, and keeps those used last. */
@Component
final class DecodedSlices {

  private final Cache<Key, DecodedSlice> cache;

  DecodedSlices(OutcomeSettings settings) {
    this.cache = Caffeine.newBuilder().maximumSize(settings.decodedMax()).build();
  }

  DecodedSlice decode(SliceMessage slice) {
    return cache.get(new Key(slice.shard(), slice.firstNumber()), key -> DecodedSlice.of(slice));
  }

  private record Key(int shard, long firstNumber) {}
}
