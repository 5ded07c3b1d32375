package dev.sluice.onsale.play;

import dev.sluice.contract.request.CommandJson;
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
      case Visit.Line.Good(PlannedRequest planned) -> json(planned);
    };
  }

  private static String json(PlannedRequest planned) {
    ObjectNode json = JSON.createObjectNode();
    json.put("session", planned.session().toString());
    json.put("customer", planned.customer());
    json.put("type", planned.command().type().name());
    json.setAll((ObjectNode) JSON.readTree(CommandJson.write(planned.command())));
    return json.toString();
  }
}
