package dev.sluice.rig.evidence;

import dev.sluice.contract.Digest;

/**
 * A 202 that the client got.
 *
 * @param key the request
 * @param digest of what the client sent
 * @param replayed whether the answer was marked as that to a repeat
 */
public record Acknowledgement(RequestKey key, Digest digest, boolean replayed) {}
