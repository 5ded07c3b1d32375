package dev.sluice.intake.outcome;

import java.util.List;

/**
 * A customer's recent requests in a shard.
 *
 * @param requests the newest first
 * @param complete false if some may be missing, as there was no memory to list them
 */
public record RecentRequests(List<RequestKey> requests, boolean complete) {}
