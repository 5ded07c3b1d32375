package dev.sluice.intake.result;

import dev.sluice.intake.outcome.RequestKey;

/**
 * Where to look for a request, and for whom.
 *
 * @param shard the shard of its session
 * @param request the request
 * @param customer who asks
 */
record Address(int shard, RequestKey request, String customer) {}
