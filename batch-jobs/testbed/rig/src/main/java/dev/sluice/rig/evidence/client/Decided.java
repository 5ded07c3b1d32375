package dev.sluice.rig.evidence.client;

import java.time.Instant;

/**
 * Where and when a number was decided.
 *
 * @param shard the shard
 * @param number the number in the shard
 * @param slice first number of its slice
 * @param rank place in the slice, from 0
 * @param at instant of the slice
 */
public record Decided(int shard, long number, long slice, int rank, Instant at) {}
