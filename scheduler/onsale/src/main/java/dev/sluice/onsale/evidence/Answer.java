package dev.sluice.onsale.evidence;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the API says of a request.
 *
 * @param key the request
 * @param state its state, as the API names it
 * @param outcome the outcome as JSON; null while there is none
 * @param decided where it was decided; null while it is not
 */
public record Answer(
    RequestKey key, String state, @Nullable JsonNode outcome, @Nullable Decided decided) {}
