package dev.sluice.intake.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contract.Uuids;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Halls, each read once as long as there is room for it. */
@Component
public class Halls {

  private static final String SEATS =
      """
      SELECT label, section, general_admission FROM seat WHERE hall_id = ? ORDER BY ordinal
      """;

  private final JdbcClient jdbc;
  private final Cache<UUID, HallSeats> cache;

  Halls(JdbcClient jdbc, SessionSettings settings) {
    this.jdbc = jdbc;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.hallMemory().toBytes())
            .weigher((UUID id, HallSeats hall) -> hall.bytes())
            .build();
  }

  /** The hall of that id; one without seats if there is none. */
  public HallSeats get(UUID id) {
    return cache.get(id, this::read);
  }

  /**
   * Labels of the seats of a reservation.
   *
   * @param hall whose seats they are
   * @param ordinals four bytes each, big-endian, as the database has them
   */
  public List<String> labels(UUID hall, byte[] ordinals) {
    List<HallSeats.Seat> seats = get(hall).seats();
    ByteBuffer bytes = ByteBuffer.wrap(ordinals);
    var labels = new ArrayList<String>();
    while (bytes.remaining() >= Integer.BYTES) {
      labels.add(seats.get(bytes.getInt()).label());
    }
    return labels;
  }

  private HallSeats read(UUID id) {
    // A section's name stands in memory once, not once for each of its seats.
    var sections = new HashMap<String, String>();
    return HallSeats.of(
        jdbc.sql(SEATS)
            .param(Uuids.toBytes(id))
            .query(
                (row, n) ->
                    new HallSeats.Seat(
                        row.getString("label"),
                        sections.computeIfAbsent(row.getString("section"), name -> name),
                        row.getBoolean("general_admission")))
            .list());
  }
}
