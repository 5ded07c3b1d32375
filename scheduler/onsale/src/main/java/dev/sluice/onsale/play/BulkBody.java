package dev.sluice.onsale.play;

import dev.sluice.contract.CommandJson;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The body of a bulk call, in either form. */
final class BulkBody {

  private static final JsonMapper JSON = JsonMapper.shared();

  private BulkBody() {}

  static String contentType(Visit.Bulk call) {
    return call.asArray() ? "application/json" : "application/x-ndjson";
  }

  static String of(Visit.Bulk call) {
    List<String> lines = call.lines().stream().map(BulkBody::json).toList();
    return call.asArray()
        ? lines.stream().collect(Collectors.joining(",\n", "[", "]"))
        : lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static String json(Visit.Line line) {
    return switch (line) {
      case Visit.Line.Broken(String json) -> json;
      case Visit.Line.Good(Wish wish) -> json(wish);
    };
  }

  private static String json(Wish wish) {
    ObjectNode json = JSON.createObjectNode();
    json.put("session", wish.session().toString());
    json.put("customer", wish.customer());
    json.put("type", wish.command().type().name());
    json.setAll((ObjectNode) JSON.readTree(CommandJson.write(wish.command())));
    return json.toString();
  }
}
