package dev.sluice.drain;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.shard.Lease;
import dev.sluice.slice.SliceListener;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A drain as a node has it: under a lease whose lock is taken, renewed and given back, and with the
 * health of its shard. It is run step by step on the test's thread.
 */
final class LeasedDrain implements AutoCloseable {

  private final DrainFixture fixture;
  private final Lease lease;
  private final ShardConditions conditions = new ShardConditions();
  private final ShardDrain drain;

  /** Takes the lease, which must be free. */
  LeasedDrain(DrainFixture fixture, int shard, DrainParts parts) {
    this.fixture = fixture;
    this.lease = fixture.leases().tryTake(shard).orElseThrow();
    this.drain =
        new ShardDrain(lease, parts.with(SliceListener.all(List.of(parts.listener(), conditions))));
  }

  ShardDrain drain() {
    return drain;
  }

  long fence() {
    return lease.fence();
  }

  /** Whether Redis has the lock of a lease of the shard. */
  boolean isLocked() {
    return fixture.redis().exists(new ShardKeys(lease.shard()).lease()) == 1;
  }

  /** Drains until nothing is left in the shard's stream. */
  void drainAll() {
    fixture.drain(lease.shard(), drain);
  }

  /** What health says of the shard. */
  ShardReport health() {
    return new ShardReport(
        true,
        Objects.requireNonNull(fixture.shards().listProgress().get(lease.shard())),
        null,
        conditions.find(lease.shard()));
  }

  /** Why the shard is tried in vain, as health says it; null if it is not. Asks no server. */
  @Nullable String retriedBecause() {
    ShardConditions.Trouble trouble = conditions.find(lease.shard());
    return trouble == null ? null : trouble.reason();
  }

  /** Since when. */
  @Nullable Instant retriedSince() {
    ShardConditions.Trouble trouble = conditions.find(lease.shard());
    return trouble == null ? null : trouble.since();
  }

  @Override
  public void close() {
    drain.close();
    fixture.leases().release(lease);
  }
}
