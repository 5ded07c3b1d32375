package dev.sluice.shard;

import org.jspecify.annotations.Nullable;
import org.redisson.api.RLock;

/**
 * The right to drain a shard. The lock keeps two nodes from wasting work; what makes it safe is the
 * fence, which the database compares in every slice.
 *
 * @param shard the shard
 * @param fence this holding's number
 * @param lock renewed while this process lives; null while Redis has no memory for locks
 */
public record Lease(int shard, long fence, @Nullable RLock lock) {}
