package dev.sluice.rig.evidence.client;

import dev.sluice.contract.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the API says of a request.
 *
 * @param key the request
 * @param state its state, as the API names it
 * @param outcome the outcome; null while there is none. The API does not tell the error of a dead
 *     letter
 * @param decided where it was decided; null while it is not
 */
public record Answer(
    RequestKey key, String state, @Nullable Outcome outcome, @Nullable Decided decided) {}
