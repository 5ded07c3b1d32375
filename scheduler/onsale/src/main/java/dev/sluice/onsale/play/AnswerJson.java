package dev.sluice.onsale.play;

import dev.sluice.contract.Outcome;
import dev.sluice.contract.Reason;
import dev.sluice.rig.evidence.Answer;
import dev.sluice.rig.evidence.Decided;
import dev.sluice.rig.evidence.RequestKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a request as the API tells it. */
final class AnswerJson {

  private AnswerJson() {}

  static Answer read(JsonNode json) {
    JsonNode outcome = json.path("outcome");
    JsonNode decided = json.path("decided");
    return new Answer(
        new RequestKey(uuid(json, "session"), uuid(json, "id")),
        json.path("state").asString(""),
        outcome.isObject() ? outcome(outcome, json.path("reason").asString("")) : null,
        decided.isObject() ? decided(decided) : null);
  }

  private static Outcome outcome(JsonNode json, String reason) {
    String type = json.path("type").asString("");
    return switch (type) {
      case "HELD" ->
          new Outcome.Held(
              uuid(json, "reservation"),
              seats(json),
              json.path("amount").asLong(),
              json.path("currency").asString(),
              Instant.parse(json.path("expiresAt").asString()));
      case "CANCELLED" ->
          new Outcome.Cancelled(
              uuid(json, "reservation"),
              seats(json),
              json.path("amount").asLong(),
              json.path("currency").asString());
      case "REJECTED" ->
          new Outcome.Rejected(Reason.ofName(reason), seats(json), json.path("left").asInt(0));
      case "DEAD_LETTERED" -> new Outcome.DeadLettered("");
      default -> throw new IllegalArgumentException("An outcome of type " + type);
    };
  }

  private static @Nullable Decided decided(JsonNode json) {
    return new Decided(
        json.path("shard").asInt(),
        json.path("number").asLong(),
        json.path("slice").asLong(),
        json.path("rank").asInt(),
        Instant.parse(json.path("at").asString()));
  }

  private static List<String> seats(JsonNode json) {
    var seats = new ArrayList<String>();
    json.path("seats").forEach(seat -> seats.add(seat.asString()));
    return seats;
  }

  private static UUID uuid(JsonNode json, String name) {
    return UUID.fromString(json.path(name).asString());
  }
}
