package dev.sluice.onsale.play;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An answer of the API.
 *
 * @param status HTTP status
 * @param body parsed; missing if there is none
 * @param location the Location header
 * @param retryAfterSeconds the Retry-After header, or 1
 * @param replayed whether it is marked as the answer to a repeat
 */
record Reply(
    int status,
    JsonNode body,
    Optional<String> location,
    long retryAfterSeconds,
    boolean replayed) {

  /** The last word of the problem's type: a stable name. */
  String problem() {
    String name = lastWord(body);
    return name.isEmpty() ? Integer.toString(status) : name;
  }

  /** The last word of a problem's type. */
  static String lastWord(JsonNode problem) {
    String type = problem.path("type").asString("");
    return type.substring(type.lastIndexOf('/') + 1);
  }

  /** Whether the same may succeed a little later. */
  boolean isNotNow() {
    return status == 503 || status == 429;
  }
}
