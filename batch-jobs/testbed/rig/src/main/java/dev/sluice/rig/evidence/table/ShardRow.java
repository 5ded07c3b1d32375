package dev.sluice.rig.evidence.table;

import dev.sluice.contract.stream.EntryId;

/**
 * A shard's row, and its publication's.
 *
 * @param shard the shard
 * @param lastNumber number of its last decision
 * @param watermark its last decided entry
 * @param lastHash hash of its last slice
 * @param published every number up to it is said to be on the topic
 */
public record ShardRow(
    int shard, long lastNumber, EntryId watermark, byte[] lastHash, long published) {}
