package dev.sluice.scheduler;

import dev.sluice.contract.stream.IdMemory;
import dev.sluice.index.RequestIds;
import java.util.SortedMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down where Redis remembers more request ids of a shard than it has room for, because the index is
 * behind. No request is refused for it, but Redis' memory is what ends it. It is not part of
 * liveness or readiness: a restart would not help.
 */
@Component
final class RequestIdsHealthIndicator implements HealthIndicator {

  private final RequestIds ids;

  RequestIdsHealthIndicator(RequestIds ids) {
    this.ids = ids;
  }

  @Override
  public Health health() {
    SortedMap<Integer, IdMemory> shards = ids.lastSeen();
    boolean behind = shards.values().stream().anyMatch(IdMemory::isIndexBehind);
    var health = behind ? Health.down() : Health.up();
    shards.forEach((shard, memory) -> health.withDetail(Integer.toString(shard), details(memory)));
    return health.build();
  }

  private static String details(IdMemory memory) {
    return "%d of %d ids in the half that takes new ones%s"
        .formatted(
            memory.remembered(),
            memory.bounds().rememberedMax(),
            memory.isIndexBehind() ? ", and the index does not have the other half" : "");
  }
}
