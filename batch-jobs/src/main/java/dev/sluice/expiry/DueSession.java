package dev.sluice.expiry;

import java.time.Instant;
import java.util.UUID;

/**
 * A session in which something is due.
 *
 * @param shard its shard
 * @param session its id
 * @param number of the last element that changed it
 * @param dueAt when the first of what is due was
 */
record DueSession(int shard, UUID session, long number, Instant dueAt) {}
