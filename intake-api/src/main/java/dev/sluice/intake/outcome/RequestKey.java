package dev.sluice.intake.outcome;

import java.util.UUID;

/**
 * Names a request: its id is unique within its session only.
 *
 * @param session its session
 * @param id its id
 */
public record RequestKey(UUID session, UUID id) {}
