package dev.sluice.intake.session;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a seat map, section by section: what all seats of a section share stands once. */
final class SeatMapJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private SeatMapJson() {}

  static byte[] write(Session session, SeatMap map) {
    var out = new ByteArrayOutputStream(64 + 36 * map.hall().seats().size());
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("session", session.id().toString());
      json.writeNumberProperty("number", map.changedNumber());
      json.writeStringProperty("currency", session.currency());
      writeCounts(json, map);
      json.writeName("sections");
      json.writeStartArray();
      sections(map.hall()).forEach((section, seats) -> write(json, session, map, section, seats));
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void write(
      JsonGenerator json, Session session, SeatMap map, String section, List<Integer> seats) {
    String grade = map.grade(section);
    json.writeStartObject();
    json.writeStringProperty("section", section);
    if (grade != null) {
      json.writeStringProperty("grade", grade);
      json.writeNumberProperty("amount", amount(session, grade));
    }
    json.writeBooleanProperty(
        "generalAdmission", map.hall().seats().get(seats.getFirst()).generalAdmission());
    json.writeName("seats");
    json.writeStartArray();
    for (int ordinal : seats) {
      json.writeStartObject();
      json.writeStringProperty("seat", map.hall().seats().get(ordinal).label());
      json.writeStringProperty("state", map.state(ordinal).name());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeCounts(JsonGenerator json, SeatMap map) {
    var counts = new EnumMap<SeatState, Integer>(SeatState.class);
    for (int i = 0; i < map.hall().seats().size(); i++) {
      counts.merge(map.state(i), 1, Integer::sum);
    }
    json.writeName("counts");
    json.writeStartObject();
    for (SeatState state : SeatState.values()) {
      json.writeNumberProperty(state.name(), counts.getOrDefault(state, 0));
    }
    json.writeEndObject();
  }

  /** Ordinals of each section's seats, in the order of the hall. */
  private static Map<String, List<Integer>> sections(HallSeats hall) {
    return IntStream.range(0, hall.seats().size())
        .boxed()
        .collect(
            Collectors.groupingBy(
                i -> hall.seats().get(i).section(), LinkedHashMap::new, Collectors.toList()));
  }

  private static long amount(Session session, @Nullable String grade) {
    return session.prices().stream()
        .filter(price -> price.grade().equals(grade))
        .mapToLong(Session.Price::amount)
        .findFirst()
        .orElse(0);
  }
}
