package dev.sluice.intake.bulk;

import dev.sluice.contract.request.Digest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is kept of a bulk call.
 *
 * @param id its id
 * @param customer who called
 * @param digest of the body
 * @param createdAt when it came first
 * @param lines in order
 */
record Manifest(
    UUID id, String customer, Digest digest, Instant createdAt, List<ManifestLine> lines) {}
