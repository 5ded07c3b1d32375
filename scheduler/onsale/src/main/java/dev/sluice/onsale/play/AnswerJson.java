package dev.sluice.onsale.play;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.OutcomeJson;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.Decided;
import dev.sluice.rig.evidence.client.RequestKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request as the API tells it. */
final class AnswerJson {

  private AnswerJson() {}

  static Answer read(JsonNode json) {
    JsonNode outcome = json.path("outcome");
    JsonNode decided = json.path("decided");
    return new Answer(
        new RequestKey(uuid(json, "session"), uuid(json, "id")),
        json.path("state").asString(""),
        outcome.isObject()
            ? outcome(outcome, json.path("reason").asString(""), json.path("id").asString())
            : null,
        decided.isObject() ? decided(decided) : null);
  }

  /**
   * As the journal has it; of a dead letter the API does not tell the error. What goes back was
   * paid by the request itself.
   */
  private static Outcome outcome(JsonNode json, String reason, String request) {
    ObjectNode whole = ((ObjectNode) json).deepCopy();
    whole.put("reason", reason).put("error", "").put("payment", request);
    return OutcomeJson.read(whole.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Decided decided(JsonNode json) {
    return new Decided(
        json.path("shard").asInt(),
        json.path("number").asLong(),
        json.path("slice").asLong(),
        json.path("rank").asInt(),
        Instant.parse(json.path("at").asString()));
  }

  private static UUID uuid(JsonNode json, String name) {
    return UUID.fromString(json.path(name).asString());
  }
}
